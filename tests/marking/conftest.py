"""The sample class of tests/samples, marked once for all the tests of this folder."""

import json
import runpy
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader.errors import UserError
from grader.marking.command import grade
from grader.sandbox.command import require_sandbox

SAMPLES = Path(__file__).parent.parent / "samples"
ASSIGNMENT = "ex1_monitoring"


@dataclass
class Course:
    """A course folder, marked.

    Attributes:
        folder: holds submitted/, autograded/ and gradebook.db.
        code: exit code of the command.
        results: the JSON report's, by student.
    """

    folder: Path
    code: int
    results: dict[str, dict[str, Any]]


def _build(folder: Path, students: set[str] | None = None) -> None:
    """Write the sample class below ``folder``, all of it or some students only."""
    build = runpy.run_path(str(SAMPLES / "build.py"))["build"]
    build(folder)
    submitted = folder / "submitted"
    for student in submitted.iterdir():
        if students is not None and student.name not in students:
            shutil.rmtree(student)


def _mark(folder: Path, **options: Any) -> Course:
    """Mark what is in ``folder`` as `grader grade --json` does."""
    report = folder / "marks.json"
    defaults = {"assignment": None, "student": None, "jobs": None, "sandbox": True}
    code = grade(folder / "submitted", json_file=report, **(defaults | options))
    document = json.loads(report.read_text(encoding="utf-8"))
    assert document["version"] == 1
    return Course(folder, code, {result["student"]: result for result in document["results"]})


@pytest.fixture(scope="session")
def golden() -> dict[str, dict[str, Any]]:
    """What every student of the class must get."""
    return json.loads((SAMPLES / ASSIGNMENT / "golden.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def sandbox() -> None:
    """Skip where there is no sandbox."""
    try:
        require_sandbox()
    except UserError as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory, sandbox: None) -> Course:
    """The whole class, marked."""
    folder = tmp_path_factory.mktemp("course")
    _build(folder)
    return _mark(folder)


@pytest.fixture(scope="session")
def build_class() -> Callable[..., None]:
    """``build_class(folder, students)`` writes submissions of the sample class, all of them by default."""
    return _build


@pytest.fixture(scope="session")
def mark_class() -> Callable[..., Course]:
    """``mark_class(folder, **options)`` marks them as `grader grade --json` does."""
    return _mark
