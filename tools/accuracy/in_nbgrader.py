"""Marks by `nbgrader autograde`, in a copy of the course as an instructor has it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from accuracy.corpus import Submission, write_class
from accuracy.marks import Marks
from grader.paths import root, use_own_programs


def autograde_all(submissions: Iterable[Submission]) -> dict[Submission, Marks]:
    """Return what nbgrader's gradebook then holds for each submission; the command runs once for a class.

    nbgrader marks one after another, so every core gets its own share of each exercise.
    """
    use_own_programs()
    chosen, cores = list(submissions), os.cpu_count() or 1
    names = sorted({one.exercise for one in chosen})
    of_exercise = [[one for one in chosen if one.exercise == name] for name in names]
    classes = [share for ones in of_exercise for first in range(cores) if (share := ones[first::cores])]
    with ThreadPoolExecutor(cores) as pool:
        found = [pair for marks in pool.map(_autograde, classes) for pair in marks.items()]
    return dict(found)


def _autograde(submissions: list[Submission]) -> dict[Submission, Marks]:
    assignment = submissions[0].exercise
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("solutions", "notebooks"):
            shutil.copytree(root() / part, folder / part)
        shutil.copy(root() / "nbgrader_config.py", folder)
        write_class(submissions, folder)
        command = [sys.executable, "-m", "nbgrader", "autograde", assignment]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"nbgrader autograde failed: {done.stderr[-3000:]}")
        return _gradebook(folder, submissions)


def _gradebook(folder: Path, submissions: list[Submission]) -> dict[Submission, Marks]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        return {one: _marks(gradebook.find_submission(one.exercise, one.student)) for one in submissions}


def _marks(submitted: object) -> Marks:
    grades = submitted.notebooks[0].grades  # type: ignore[attr-defined]
    return Marks({grade.name: grade.auto_score for grade in grades})
