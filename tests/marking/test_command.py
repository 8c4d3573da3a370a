"""`grader grade`, as an instructor meets it."""

import math
import shutil
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from grader.cli import main
from grader.marking import pool
from grader.sandbox import command as sandbox_command


@pytest.fixture
def small(tmp_path, sandbox, build_class):
    """A class of two."""
    build_class(tmp_path, {"alice", "hugo"})
    return tmp_path


def test_marks_one_student_only(small, mark_class):
    course = mark_class(small, student="hugo", jobs=1)
    assert course.results.keys() == {"hugo"}
    assert course.code == 0


def test_the_same_submissions_get_the_same_report_again(small, mark_class):
    first = mark_class(small)
    assert mark_class(small, jobs=1).results == first.results


def test_without_sandbox_the_marks_are_the_same_and_say_so(small, mark_class):
    isolated = mark_class(small).results["hugo"]
    exposed = mark_class(small, sandbox=False).results["hugo"]
    assert exposed["questions"] == isolated["questions"]
    assert "sans bac à sable" in exposed["notices"][0]


def test_student_without_a_submission_is_missing(small, mark_class):
    shutil.rmtree(small / "submitted" / "alice" / "ex1_monitoring")
    course = mark_class(small)
    assert course.results["alice"]["status"] == "missing"
    assert course.results["alice"]["score"] == 0
    assert course.results["hugo"]["score"] == 18


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["grade", "nulle-part"], "nulle-part"),
        (["grade", "--assignment", "ex9_inconnu"], "ex9_inconnu"),
        (["grade", "--student", "zoe"], "zoe"),
        (["grade", "--json", "absent/notes.json"], "absent/notes.json"),
    ],
)
def test_what_is_wrong_is_one_sentence(small, monkeypatch, capsys, arguments, sentence):
    monkeypatch.chdir(small)
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert len(told.strip().splitlines()) == 1
    assert not (small / "gradebook.db").exists()


def test_refuses_to_mark_where_there_is_no_sandbox(tmp_path, build_class, monkeypatch, capsys):
    build_class(tmp_path, {"alice"})
    monkeypatch.setattr(sandbox_command.shutil, "which", lambda name: None)
    assert main(["grade", str(tmp_path / "submitted")]) == 2
    told = capsys.readouterr().err
    assert "bubblewrap" in told
    assert "apt-get install bubblewrap" in told
    assert not (tmp_path / "gradebook.db").exists()


def test_an_error_of_ours_costs_its_submission_only(small, mark_class, monkeypatch):
    monkeypatch.setattr(pool, "_mark", math.sqrt)  # fails on a submission, in the marking process
    course = mark_class(small)
    assert course.code == 1
    assert {result["status"] for result in course.results.values()} == {"unreadable"}
    assert "à la main" in course.results["hugo"]["notices"][0]


@pytest.mark.parametrize("last", [False, True])
def test_a_marking_process_that_dies_is_tried_again_once(last):
    future = Future()
    future.set_exception(BrokenProcessPool())
    job = pool.Job("hugo", "ex1_monitoring", Path("hugo.ipynb"))
    mark = pool._outcome(future, job, last)
    assert (mark is None) == (not last)
