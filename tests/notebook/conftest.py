"""A small lesson and a small exercise, written on the spot."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.clock import hooks
from grader.notebook import course
from grader.notebook.course import Course, open_course

CHECKS = '''
from grader.checks import question

double = question("double", hints=["Multipliez.", "Par deux."], lesson="02_bibliotheque_requests")
somme = question("somme", needs=["double"])

@double
def test_zero(student):
    """Zéro"""
    assert student.double(0) == 0

@double
def test_double(student):
    """Le double"""
    assert student.double(2) == 4, "Le double de 2 est 4."

@somme
def test_sum(student):
    """La somme des doubles"""
    assert student.somme([1, 2]) == 6, "Il fallait 6."
'''
ANSWER = "def double(n):\n    return n * 2  # <b>\n"

Write = Callable[..., Path]


def _write(folder: Path, name: str, checks: str, test_file: str, answers: dict[str, str] | None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / test_file).write_text(checks, encoding="utf-8", newline="\n")
    cells = [_question_cell("double", 3), _question_cell("somme", 1)] if answers is None else []
    notebook = new_notebook(cells=cells)
    notebook.metadata["grader"] = {"checks": {test_file: hashlib.sha256(checks.encode()).hexdigest()}}
    if answers is not None:
        notebook.metadata["grader"]["answers"] = answers
    (folder / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def _question_cell(question: str, points: float) -> Any:
    marked = {"grade": True, "grade_id": question, "points": points, "solution": False, "locked": True}
    return new_code_cell(f'check("{question}")', metadata={"nbgrader": marked})


@pytest.fixture(scope="session")
def write_lesson() -> Write:
    """Return what writes lesson « lecon » in a folder: its notebook and its checks."""

    def write(folder: Path, checks: str = CHECKS, answers: dict[str, str] | None = None) -> Path:
        return _write(
            folder, "lecon", checks, "test_lecon.py", {"double": ANSWER} if answers is None else answers
        )

    return write


@pytest.fixture(scope="session")
def write_exercise() -> Write:
    """Return what writes exercise « exo » in a folder; its first question is worth 3 points, its second 1."""

    def write(folder: Path, checks: str = CHECKS) -> Path:
        return _write(folder, "exo", checks, "test_visible.py", None)

    return write


@pytest.fixture
def names() -> dict[str, Any]:
    """Return the names of the open notebook."""
    return {}


@pytest.fixture
def cell(names: dict[str, Any]) -> Callable[[str], None]:
    """Return what runs a cell."""
    return lambda source: exec(compile(dedent(source), "<cell>", "exec"), names)


@pytest.fixture
def nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget any notebook that was opened in this process, before and after."""
    monkeypatch.setattr(course, "_current", None)


@pytest.fixture
def lesson(
    write_lesson: Write,
    tmp_path: Path,
    names: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    nothing_open: None,
) -> Course:
    """Return the lesson, open in its folder."""
    hooks.install()
    monkeypatch.chdir(write_lesson(tmp_path))
    return open_course("lecon", names)


@pytest.fixture
def exercise(
    write_exercise: Write,
    tmp_path: Path,
    names: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    nothing_open: None,
) -> Course:
    """Return the exercise, open in its folder."""
    hooks.install()
    monkeypatch.chdir(write_exercise(tmp_path / "exo"))
    return open_course("exo", names)


@pytest.fixture(scope="session")
def run_cells() -> Iterator[Callable[..., dict[str, list]]]:
    """Return what runs cells in a real kernel, in a folder, and returns the outputs of each by name."""
    from grader.execution import execute

    def run(folder: Path, cells: dict[str, str], **options: Any) -> dict[str, list]:
        notebook = new_notebook(cells=[new_code_cell(dedent(text), id=name) for name, text in cells.items()])
        return {cell.id: cell.outputs for cell in execute(notebook, cwd=folder, **options).cells}

    return run
