"""An exercise as it is marked: its questions and points from the release, its checks from the source."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grader.errors import UserError
from grader.paths import notebooks, solutions


@dataclass(frozen=True)
class Exercise:
    """A graded notebook.

    Attributes:
        name: nbgrader's assignment and notebook.
        points: of each question, in the notebook's order.
        checks: the files of its checks, visible then hidden.
        released: the notebook as it was handed out.
    """

    name: str
    points: dict[str, float]
    checks: list[Path]
    released: Path

    @property
    def waits(self) -> bool:
        """Whether some of its checks run in real time, during which a core has nothing to do."""
        return any("real_time=True" in file.read_text(encoding="utf-8") for file in self.checks)


@cache
def exercise(name: str) -> Exercise:
    """Return the exercise called ``name``.

    Raises:
        UserError: the course has no such exercise, or it was not released.
    """
    released = notebooks() / name / f"{name}.ipynb"
    folder = solutions() / name
    if not folder.is_dir():
        raise UserError(f"Le cours n'a pas d'exercice « {name} ». Ses exercices : {', '.join(exercises())}.")
    if not released.is_file():
        raise UserError(
            f"L'exercice « {name} » n'est pas publié : exécutez d'abord « grader release {name} »."
        )
    checks = [folder / "test_visible.py", folder / "test_hidden.py"]
    return Exercise(name, _points(released), [file for file in checks if file.is_file()], released)


def exercises() -> list[str]:
    """Return the names of the course's exercises."""
    return sorted(path.parent.name for path in solutions().glob("*/test_visible.py"))


def autograder_sources(exercise: Exercise) -> dict[str, str]:
    """Return the source of each question's autograder cell, in the notebook's order."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in _graded_cells(exercise.released)
    }


def _points(released: Path) -> dict[str, float]:
    marked = (cell["metadata"]["nbgrader"] for cell in _graded_cells(released))
    return {cell["grade_id"]: cell["points"] for cell in marked}


def _graded_cells(released: Path) -> list[dict]:
    cells = json.loads(released.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade")]
