"""The notebook that is open in this kernel: its checks, its metadata, and what was tried so far."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from grader.errors import UserError
from grader.paths import HANDED_OUT, handed_out, notebooks


@dataclass
class Course:
    """What `start` sets up for one notebook.

    Attributes:
        name: the notebook's name.
        checks_file: where its visible checks are.
        namespace: the notebook's names, live.
        attempted: questions that were answered at least once.
        hints_shown: how many hints of each question were given.
        passed: titles of the checks of each question that passed at its last attempt.
    """

    name: str
    checks_file: Path
    namespace: dict[str, Any]
    attempted: set[str] = field(default_factory=set)
    hints_shown: dict[str, int] = field(default_factory=dict)
    passed: dict[str, set[str]] = field(default_factory=dict)

    @property
    def is_exercise(self) -> bool:
        """Whether the notebook is graded."""
        return self.checks_file.name == "test_visible.py"

    @cached_property
    def released(self) -> dict[str, Any]:
        """The notebook as it was released; where only the trainee's own copy is there, that one."""
        beside = self.checks_file.parent
        files = [beside / f"{self.name}.ipynb", notebooks() / f"{self.name}.ipynb"]
        if self.is_exercise:
            files = [beside.parent / HANDED_OUT / f"{self.name}.ipynb", handed_out(self.name), files[0]]
        for file in files:
            if file.is_file():
                return json.loads(file.read_text(encoding="utf-8"))
        return {"metadata": {}, "cells": []}

    def points(self, question: str) -> float | None:
        """Return the points of a question, None where it carries none (in a lesson)."""
        for cell in self.released["cells"]:
            marked = cell["metadata"].get("nbgrader", {})
            if marked.get("grade_id") == question and marked.get("grade"):
                return marked["points"] or None
        return None

    def answer(self, question: str) -> str | None:
        """Return a lesson's own answer to a question."""
        return self.released["metadata"].get("grader", {}).get("answers", {}).get(question)

    def checks_altered(self) -> bool:
        """Say whether the visible checks are no longer those of the release."""
        expected = self.released["metadata"].get("grader", {}).get("checks", {}).get(self.checks_file.name)
        content = self.checks_file.read_bytes().replace(b"\r\n", b"\n")
        return expected is not None and hashlib.sha256(content).hexdigest() != expected


_current: Course | None = None


def open_course(name: str, namespace: dict[str, Any]) -> Course:
    """Make ``name`` the notebook of this kernel.

    Raises:
        UserError: the course has no such notebook.
    """
    global _current
    _current = Course(name, _checks_file(name), namespace)
    return _current


def current() -> Course:
    """Return the notebook of this kernel.

    Raises:
        UserError: its first cell was not run.
    """
    if _current is None:
        raise UserError("Exécutez d'abord la première cellule du notebook, celle qui appelle start(…).")
    return _current


def _checks_file(name: str) -> Path:
    here = Path.cwd()
    candidates = [
        *(folder / f"test_{name}.py" for folder in (here, notebooks())),
        *([here / "test_visible.py"] if here.name == name or (here / f"{name}.ipynb").is_file() else []),
        notebooks() / name / "test_visible.py",
    ]
    for file in candidates:
        if file.is_file():
            return file
    raise UserError(f"Le cours n'a pas de notebook « {name} » : vérifiez le nom donné à start(…).")
