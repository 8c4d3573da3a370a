"""Golden marks: a line for each wrong submission, and what changed is told."""

import json

import pytest
from accuracy import golden
from accuracy.sheet import sheet

NAME = "ex1_monitoring"
HIDDEN = next(check.name for check in sheet(NAME).checks if check.question == "latence" and check.hidden)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty corpus."""
    (tmp_path / NAME).mkdir()
    monkeypatch.setattr(golden, "CORPUS", tmp_path)
    return tmp_path / NAME


def test_one_line_a_wrong_submission_in_order(folder, submission, marks):
    marked = {submission(name=name): marks({HIDDEN: ("failed", "")}) for name in ("b", "a")}
    golden.rewrite(NAME, {**marked, submission("right"): marks({})})
    text = (folder / "golden.json").read_text(encoding="utf-8")
    assert [line.split('"')[1] for line in text.splitlines()[1:-1]] == ["a", "b"]
    left = json.loads(text)["a"]
    assert left.keys() == {"latence"}
    assert left["latence"]["visible"] == 3 > left["latence"]["total"]


def test_what_changes_is_told_once(folder, submission, marks):
    one = submission(name="a")
    got = marks({HIDDEN: ("failed", "")})
    first = golden.rewrite(NAME, {one: got})
    assert first == [f"{NAME}/wrong/a: not in the corpus → {golden.shown(golden.lost(one, got))}"]
    assert golden.rewrite(NAME, {one: got}) == []
    assert golden.rewrite(NAME, {one: marks({})})[0].endswith("→ nothing lost")
    assert golden.expected(one) == {}


def test_a_right_one_is_expected_to_lose_nothing(folder, submission):
    assert golden.expected(submission("right")) == {}
    assert golden.expected(submission("wrong")) is None


def test_exercises_without_wrong_submissions_have_no_file(folder, submission, marks):
    assert golden.rewrite(NAME, {submission("right"): marks({})}) == []
    assert not (folder / "golden.json").exists()
