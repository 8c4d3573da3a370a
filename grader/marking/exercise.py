"""An exercise as it is marked: its questions and points from the release, its checks from the source."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grader import paths
from grader.errors import UserError
from grader.marking.handout import HandedOut, Kind, handed_out


@dataclass(frozen=True)
class Exercise:
    """A graded notebook.

    Attributes:
        name: nbgrader's assignment and notebook.
        checks: the files of its checks, visible then hidden.
        released: the notebook as it was handed out.
        handout: its code cells by name.
    """

    name: str
    checks: list[Path]
    released: Path
    handout: dict[str, HandedOut]

    @property
    def points(self) -> dict[str, float]:
        """What each question is worth, in the notebook's order."""
        return {cell.name: cell.points for cell in self.handout.values() if cell.kind is Kind.CHECK}

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
    released = paths.handed_out(name)
    folder = paths.solutions() / name
    if not folder.is_dir():
        raise UserError(f"Le cours n'a pas d'exercice « {name} ». Ses exercices : {', '.join(exercises())}.")
    if not released.is_file():
        raise UserError(
            f"L'exercice « {name} » n'est pas publié : exécutez d'abord « grader release {name} »."
        )
    checks = [folder / "test_visible.py", folder / "test_hidden.py"]
    handout = handed_out(json.loads(released.read_text(encoding="utf-8")))
    return Exercise(name, [file for file in checks if file.is_file()], released, handout)


def exercises() -> list[str]:
    """Return the names of the course's exercises."""
    return sorted(path.parent.name for path in paths.solutions().glob("*/test_visible.py"))
