"""Submitted notebooks are read with suspicion and repaired."""

import json
import os

import pytest

from grader.marking.submission import Asked, Cell, Unreadable, read_submission

RELEASED = {"un": 'check("un")', "deux": 'check("deux")'}


def code(source, grade_id=None, **metadata):
    marked = {"nbgrader": {"grade_id": grade_id, **metadata}} if grade_id else {}
    return {"cell_type": "code", "source": source, "metadata": marked}


@pytest.fixture
def hand_in(tmp_path):
    """Write a notebook of these cells and read it back as a submission."""

    def write(*cells):
        path = tmp_path / "ex.ipynb"
        path.write_text(json.dumps({"cells": list(cells), "nbformat": 4}), encoding="utf-8")
        return read_submission(path, RELEASED)

    return write


def test_cells_come_in_notebook_order(hand_in):
    submission = hand_in(
        code("a = 1"), code('check("un")', "un"), code("b = 2"), code('check("deux")', "deux")
    )
    assert submission.steps == [Cell("a = 1"), Asked("un"), Cell("b = 2"), Asked("deux")]
    assert submission.notices == []


def test_markdown_is_not_run(hand_in):
    submission = hand_in({"cell_type": "markdown", "source": "import os", "metadata": {}})
    assert not [step for step in submission.steps if isinstance(step, Cell)]


def test_deleted_autograder_cell_comes_back_at_the_end(hand_in):
    submission = hand_in(code('check("deux")', "deux"), code("a = 1"))
    assert submission.steps == [Asked("deux"), Cell("a = 1"), Asked("un")]
    assert "manquantes" in submission.notices[0]


def test_duplicated_autograder_cell_is_dropped(hand_in):
    submission = hand_in(code('check("un")', "un"), code('check("un")', "un"), code('check("deux")', "deux"))
    assert submission.steps == [Asked("un"), Asked("deux")]
    assert "double" in submission.notices[0]


def test_altered_autograder_cell_is_never_run(hand_in):
    submission = hand_in(code("print(2.0)", "un"), code('check("deux")', "deux"))
    assert submission.steps == [Asked("un"), Asked("deux")]
    assert "modifiées" in submission.notices[0]


def test_autograder_cell_disguised_as_an_answer_is_run_as_one(hand_in):
    submission = hand_in(code("print(2.0)", "un", solution=True), code('check("deux")', "deux"))
    assert submission.steps == [Cell("print(2.0)"), Asked("deux"), Asked("un")]


def test_source_may_be_a_list_of_lines(hand_in):
    assert hand_in(code(["a = 1\n", "b = 2"])).steps[0] == Cell("a = 1\nb = 2")


@pytest.mark.parametrize(
    "cell",
    [
        {"cell_type": "code"},
        {"cell_type": "code", "source": 3, "metadata": []},
        {"cell_type": "code", "source": "x", "metadata": {"nbgrader": "un"}},
        {"cell_type": "code", "source": "x", "metadata": {"nbgrader": {"grade_id": ["un"]}}},
        "not a cell",
        None,
    ],
)
def test_malformed_cells_end_nothing(hand_in, cell):
    steps = hand_in(cell, code("a = 1")).steps
    assert Cell("a = 1") in steps


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff", b"[]", b"{}", b'{"cells": 3}', b"[" * 100_000, b"PK\x03\x04", b'{"cells"'],
)
def test_what_is_no_notebook_is_unreadable(tmp_path, content):
    path = tmp_path / "ex.ipynb"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match="notebook"):
        read_submission(path, RELEASED)


def test_a_link_is_not_followed(tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_text('{"cells": []}')
    (tmp_path / "ex.ipynb").symlink_to(secret)
    with pytest.raises(Unreadable):
        read_submission(tmp_path / "ex.ipynb", RELEASED)


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "ex.ipynb")
    with pytest.raises(Unreadable):
        read_submission(tmp_path / "ex.ipynb", RELEASED)
