"""After a restart, a cell finds what those above it define, and nothing else."""

import json
from types import SimpleNamespace

import pytest

from grader.notebook.course import Course
from grader.notebook.resume import Resume, free_names

TOOLS = """
import os.path
from math import pi as PI
LIMIT = 3
ROWS = [1, {'a': LIMIT}]
stage = open('/absent')
"""
CLASSES = """
class Base:
    size = LIMIT

class Child(Base):
    def area(self):
        return PI * self.size
"""
CELLS = {
    "debut": "import json",
    "outils": TOOLS,
    "classes": CLASSES,
    "redefinie": "LIMIT = 4\n%magic",
    "encore": "LIMIT = 5",
    "fin": "print(Child().area(), os.path.sep)",
}


@pytest.fixture
def names():
    return {}


@pytest.fixture
def resume(tmp_path, names):
    cells = [{"cell_type": "code", "id": id_, "source": text, "metadata": {}} for id_, text in CELLS.items()]
    answer = {"cell_type": "code", "id": "reponse", "metadata": {"nbgrader": {"solution": True}}}
    cells.insert(1, {**answer, "source": "def answered(): raise NotImplementedError"})
    (tmp_path / "lecon.ipynb").write_text(json.dumps({"metadata": {}, "cells": cells}))
    return Resume(Course("lecon", tmp_path / "test_lecon.py", names))


def test_what_a_cell_needs_is_defined_with_what_that_needs(resume, names):
    assert sorted(resume.restore("fin", CELLS["fin"])) == ["Base", "Child", "LIMIT", "PI", "os"]
    exec(CELLS["fin"].replace("print", "found ="), names)
    assert round(names["found"][0], 2) == 15.71  # the nearest LIMIT above is 5


def test_what_is_there_already_stays(resume, names):
    names.update(LIMIT=1, PI=3, os=None)
    assert resume.restore("fin", CELLS["fin"]) == ["Base", "Child"]
    assert names["Child"]().area() == 3


def test_only_cells_above_count(resume, names):
    assert resume.restore("classes", "print(LIMIT)") == ["LIMIT"]
    assert names["LIMIT"] == 3


def test_a_cell_is_known_by_its_source_too(resume):
    assert "Child" in resume.restore("vscode:/cell/7", CELLS["fin"])


def test_a_trainees_answer_finds_what_it_calls(resume, names):
    assert resume.restore("reponse", "def answered(): return json.dumps(1)") == ["json"]


def test_what_is_no_lessons_cell_gets_nothing(resume, names):
    assert resume.restore("ajoutee", "print(LIMIT)") == []
    assert resume.restore(None, "print(LIMIT)") == []


@pytest.mark.parametrize("name", ["stage", "ROWS", "answered", "inconnu"])
def test_what_runs_code_or_is_the_trainees_does_not_come_back(resume, names, name):
    assert resume.restore("fin", name) == []
    assert name not in names


def test_the_cell_is_told(resume, capsys, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    resume.before(SimpleNamespace(cell_id="encore", raw_cell="print(PI)"))
    resume.before(SimpleNamespace(cell_id="encore", raw_cell="print(PI)"))
    assert [repr(note) for note in shown] == ["Repris des cellules précédentes, non exécutées\u00a0: PI."]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a = b + c", {"b", "c"}),
        ("def f(x):\n    y = x\n    return y + z", {"z"}),
        ("class A(B):\n    n = m\n    def g(self): return n", {"B", "m", "n"}),
        ("[i for i in rows if i > low]", {"rows", "low"}),
        ("import json\njson.dumps(1)", set()),
        ("try:\n    risky()\nexcept Problem as error:\n    print(error)", {"risky", "Problem", "print"}),
        ("%magic", set()),
        ("a = (", set()),
    ],
)
def test_free_names(source, names):
    assert free_names(source) == names
