"""Submitted notebooks are read with suspicion and repaired."""

import json
import os

import pytest

from grader.marking.handout import handed_out
from grader.marking.steps import Asked, Cell
from grader.marking.submission import Unreadable, read_submission

ANSWER = {"grade_id": "reponse-un", "grade": False, "solution": True}
CHECKS = [{"grade_id": name, "grade": True, "solution": False, "points": 3} for name in ("un", "deux")]


def released(name, source, marked=None, **metadata):
    metadata |= {"nbgrader": marked} if marked else {}
    return {"id": name, "cell_type": "code", "source": source, "metadata": metadata}


RELEASED = handed_out(
    {
        "cells": [
            released("imports", "import json"),
            released("reponse-un", "def un(): raise NotImplementedError", ANSWER),
            released("essayer-un", "un()", tags=["raises-exception"]),
            released("un", 'check("un")', CHECKS[0]),
            released("deux", 'check("deux")', CHECKS[1]),
        ]
    }
)


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


def test_of_duplicated_autograder_cells_the_last_counts(hand_in):
    submission = hand_in(code('check("un")', "un"), code('check("un")', "un"), code('check("deux")', "deux"))
    assert submission.steps == [Asked("un"), Asked("deux")]
    assert "double" in submission.notices[0]


def test_what_stands_in_an_altered_autograder_cell_is_code_like_any_other(hand_in):
    submission = hand_in(code("print(2.0)", "un"), code('check("deux")', "deux"))
    assert submission.steps == [Cell("print(2.0)", "un"), Asked("un"), Asked("deux")]
    assert "modifiées" in submission.notices[0]


def test_autograder_cell_disguised_as_an_answer_is_still_one(hand_in):
    submission = hand_in(code("print(2.0)", "un", solution=True), code('check("deux")', "deux"))
    assert submission.steps == [Cell("print(2.0)", "un"), Asked("un"), Asked("deux")]


@pytest.mark.parametrize("source", ['check("un")', "check('un');", ' check( "un" )\n'])
def test_an_autograder_cell_without_metadata_is_known_by_what_it_calls(hand_in, source):
    assert hand_in(code(source), code("a = 1")).steps == [Asked("un"), Cell("a = 1"), Asked("deux")]


def test_a_call_of_check_beside_the_autograder_cell_is_the_students_own(hand_in):
    cells = hand_in(code('check("un")'), code("a = 1"), code('check("un")', "un")).steps
    assert cells == [Cell('check("un")'), Cell("a = 1"), Asked("un"), Asked("deux")]


@pytest.mark.parametrize("where", ["id", "metadata"])
def test_a_released_cell_is_known_by_its_id_where_nbgraders_metadata_is_lost(hand_in, where):
    known = {"id": "un"} if where == "id" else {"metadata": {"id": "un"}}
    assert hand_in({**code('check("un")'), **known}).steps == [Asked("un"), Asked("deux")]


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize("name", ["imports", "reponse-un"])
def test_a_released_code_cell_that_became_text_is_run_as_code(hand_in, kind, name):
    submission = hand_in({**code("a = 1"), "id": name, "cell_type": kind})
    assert submission.steps[0] == Cell("a = 1", name)
    assert "devenues du texte" in submission.notices[-1]
    assert name in submission.notices[-1]


def test_an_old_answer_kept_as_text_beside_the_new_one_is_not_run(hand_in):
    old, new = {**code("a = 1", "reponse-un"), "cell_type": "markdown"}, code("a = 2", "reponse-un")
    submission = hand_in(old, new, code('check("un")', "un"), code('check("deux")', "deux"))
    assert submission.steps[0] == Cell("a = 2", "reponse-un")
    assert submission.notices == []


def test_what_only_tries_something_may_fail_and_may_be_text(hand_in):
    tagged = code("1 / 0", tags=["raises-exception"])
    tagged["metadata"] = {"tags": ["raises-exception"]}
    trial = {**code("un()"), "id": "essayer-un"}
    steps = hand_in(trial, tagged, {**trial, "cell_type": "markdown"}, code("un()")).steps
    assert steps[:3] == [Cell("un()", "essayer-un", True), Cell("1 / 0", "", True), Cell("un()")]


CHECKS_OF_BOTH = [code('check("un")', "un"), code('check("deux")', "deux")]
RIGHT, STUB = code("def un(): return 1"), code("def un(): raise NotImplementedError", "reponse-un")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (CHECKS_OF_BOTH, "aucune cellule de code de la copie ne définit « un »"),
        ([*CHECKS_OF_BOTH, RIGHT], "« un » est défini plus bas que la vérification"),
        ([STUB, *CHECKS_OF_BOTH, RIGHT], "« un » est défini plus bas que la vérification"),
        ([RIGHT, STUB, *CHECKS_OF_BOTH], "« un » est écrit, puis remplacé par la cellule de l'énoncé"),
        ([STUB, RIGHT, RIGHT, *CHECKS_OF_BOTH], "« un » est défini plusieurs fois"),
        ([code("%%writefile un.py\ndef un(): return 1"), *CHECKS_OF_BOTH], "aucune cellule de code"),
    ],
)
def test_where_an_answer_is_defined_is_told_where_points_are_lost(hand_in, cells, told):
    submission = hand_in(*cells)
    (sentence,) = submission.explained({"un"})
    assert told in sentence
    assert submission.explained({"deux"}) == submission.explained(set()) == []


@pytest.mark.parametrize("cells", [[], [code("import json")]])
def test_a_given_cell_that_is_needed_and_comes_too_late_is_told(hand_in, cells):
    user = code("def un(): return json.dumps(1)")
    (sentence,) = hand_in(user, *CHECKS_OF_BOTH, *cells).explained({"deux"})
    assert sentence.startswith(
        "Noms de la cellule « import json » de l'énoncé qui ne sont définis nulle part"
    )
    assert sentence.endswith(": « json ».")


def test_answers_are_where_they_should_be(hand_in):
    given = code("import json as js")
    for cells in ([RIGHT], [given, code("%%time\ndef un(): return js")], [code("un = lambda: 1")]):
        assert hand_in(*cells, *CHECKS_OF_BOTH).explained({"un", "deux"}) == []


def test_a_released_cell_without_name_is_known_by_its_code(hand_in):
    assert hand_in(code("un()\n"), *CHECKS_OF_BOTH).steps[0] == Cell("un()\n", "essayer-un", True)


def test_half_a_character_in_the_code_does_not_stop_it(hand_in):
    assert hand_in(code("a = 1  # \ud83d"), *CHECKS_OF_BOTH).steps[0] == Cell("a = 1  # ?")


def test_a_file_with_the_marks_of_a_conflict_is_said_to_have_them(tmp_path):
    path = tmp_path / "ex.ipynb"
    path.write_text('{"cells": [\n<<<<<<< HEAD\n]}')
    with pytest.raises(Unreadable, match="conflit de Git"):
        read_submission(path, RELEASED)


def test_worksheets_of_nbformat_3_are_read(tmp_path):
    cells = [{"cell_type": "code", "input": ["a = 1"], "metadata": {}}, code('check("un")', "un")]
    path = tmp_path / "ex.ipynb"
    path.write_text(json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3}), encoding="utf-8")
    assert read_submission(path, RELEASED).steps == [Cell("a = 1"), Asked("un"), Asked("deux")]


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
