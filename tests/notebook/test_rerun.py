"""verify runs, in a fresh kernel, what the marking reads of a notebook, and says what the marking says."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from grader.errors import UserError
from grader.notebook import opened
from grader.notebook.opened import save_open_notebook
from grader.notebook.rerun import rerun
from grader.notebook.verify import Overview

START = "from grader import check, start\nstart('exo')"
DOUBLE = "def double(n):\n    return 2 * n"
SUM = "def somme(numbers):\n    return sum(map(double, numbers))"


@pytest.fixture
def rerun_of(write_exercise, tmp_path):
    """Return what hands cells in, above the two checks, and runs them again as verify does."""
    folder = write_exercise(tmp_path / "exo")
    file = folder / "exo.ipynb"
    released = json.loads(file.read_text(encoding="utf-8"))
    answer = new_code_cell("def double(n):\n    return", id="reponse-double", metadata={})
    answer.metadata.nbgrader = {"grade_id": "reponse-double", "solution": True, "grade": False}
    released["cells"].insert(0, answer)

    def run(*cells, below=()):
        notebook = {**released, "cells": [*cells, *released["cells"][1:], *below]}
        file.write_text(json.dumps(notebook), encoding="utf-8")
        return rerun(file, "exo", released)

    return run


def answer(source, make=new_code_cell):
    cell = make(source, metadata={"nbgrader": {"grade_id": "reponse-double", "solution": True}})
    return {**cell, "id": "reponse-double"}


def test_right_answers_have_full_points_and_no_remark(rerun_of):
    done = rerun_of(new_code_cell(f"{START}\n{SUM}"), answer(DOUBLE))
    assert done.points == {"double": (3, 3), "somme": (1, 1)}
    assert done.notices == []


def test_a_released_code_cell_that_became_text_is_run_and_told(rerun_of):
    done = rerun_of(new_code_cell(f"{START}\n{SUM}"), answer(DOUBLE, new_markdown_cell))
    assert done.points == {"double": (3, 3), "somme": (1, 1)}
    assert "devenues du texte" in done.notices[0]


def test_a_cell_that_stops_is_told_and_the_next_one_runs(rerun_of):
    done = rerun_of(new_code_cell("import requestz"), new_code_cell(START), answer(DOUBLE))
    assert done.points["double"] == (3, 3)
    assert [notice for notice in done.notices if "requestz" in notice] == [
        "Cellule « import requestz » : arrêtée par une erreur, "
        "ModuleNotFoundError : No module named 'requestz'."
    ]


def test_a_cell_that_ends_the_program_is_left_out_and_told(rerun_of):
    deadly = new_code_cell("import os\nos._exit(1)")
    done = rerun_of(deadly, new_code_cell(START), answer(DOUBLE))
    assert done.points["double"] == (3, 3)
    assert "Cellule « import os » : sautée, car elle met fin au programme." in done.notices


def test_exit_ends_nothing(rerun_of):
    done = rerun_of(
        new_code_cell(f"{START}\nexit()"), new_code_cell("import time; time.sleep(0.3)"), answer(DOUBLE)
    )
    assert done.points["double"] == (3, 3)


def test_an_answer_below_its_check_is_told(rerun_of):
    done = rerun_of(new_code_cell(START), below=[answer(DOUBLE)])
    assert done.points["double"] == (0, 3)
    assert "plus bas que la vérification" in done.notices[-1]


def test_what_is_no_notebook_is_one_sentence(tmp_path):
    file = tmp_path / "exo.ipynb"
    file.write_text("PK")
    with pytest.raises(UserError, match="n'est pas du JSON"):
        rerun(file, "exo", {"cells": []})


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the folder of a notebook and of its copy."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    for name in ("exo", "exo-Copy1"):
        (tmp_path / f"{name}.ipynb").write_text("{}")
    return tmp_path


def test_the_notebook_that_the_server_opened_is_judged(folder, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / "exo-Copy1.ipynb"))
    assert save_open_notebook("exo", {}).name == "exo-Copy1.ipynb"


def test_the_notebook_that_the_editor_opened_is_judged(folder):
    names = {"__vsc_ipynb_file__": str(folder / "exo-Copy1.ipynb")}
    assert save_open_notebook("exo", names).name == "exo-Copy1.ipynb"


def test_the_notebook_that_was_just_saved_is_judged(folder, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / "exo.ipynb"))  # renamed since
    monkeypatch.setattr(opened, "in_kernel", lambda: True)
    monkeypatch.setattr(
        "IPython.display.display", lambda _: (folder / "exo-Copy1.ipynb").write_text('{"cells": []}')
    )
    assert save_open_notebook("exo", {}).name == "exo-Copy1.ipynb"


def test_without_a_front_end_the_notebook_has_its_own_name(folder, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / "parti.ipynb"))
    assert save_open_notebook("exo", {}).name == "exo.ipynb"
    assert save_open_notebook("autre", {}) is None


def test_the_overview_names_the_file():
    lines = Overview("exo-Copy1.ipynb", {"double": (1.5, 3)}, "10:02:03", ["Une remarque."]).lines()
    assert lines == [
        "exo-Copy1.ipynb, enregistré à 10:02:03, exécuté dans un processus neuf\u00a0:",
        "• double\u00a0: 1,5 sur 3",
        "Total des vérifications visibles\u00a0: 1,5 sur 3.",
        "Une remarque.",
    ]


def test_what_was_handed_out_is_known_whatever_became_of_the_trainees_copy(exercise, tmp_path):
    kept = tmp_path / ".enonces" / "exo.ipynb"
    kept.parent.mkdir()
    kept.write_bytes((tmp_path / "exo" / "exo.ipynb").read_bytes())
    (tmp_path / "exo" / "exo.ipynb").write_text('{"cells": [], "metadata": {}}')
    assert (exercise.points("double"), exercise.points("somme")) == (3, 1)
