"""Marks made up from an exercise's own checks, and a sample of the corpus marked once for all tests."""

from collections.abc import Callable

import pytest
from accuracy.corpus import Submission
from accuracy.findings import Marked
from accuracy.in_sandbox import mark_with_engine
from accuracy.marks import Checked, Marks
from accuracy.page import PAGE
from accuracy.sample import sample
from accuracy.sheet import sheet

from grader.checks.outcome import CheckResult, Outcome, rounded, score
from grader.errors import UserError
from grader.sandbox.command import require_sandbox

NAME = "ex1_monitoring"


@pytest.fixture(scope="session")
def marked() -> Marked:
    """The sample of the corpus, marked by the engine of `grader grade`."""
    try:
        require_sandbox()
    except UserError as reason:
        pytest.skip(str(reason))
    return mark_with_engine(sample(PAGE.read_text(encoding="utf-8")))


@pytest.fixture
def submission() -> Callable[..., Submission]:
    """``submission(kind="wrong", **fields)`` makes one without answers."""

    def make(kind: str = "wrong", **fields: object) -> Submission:
        defaults = {
            "name": "some",
            "answers": {},
            "about": "",
            "question": "latence" if kind == "wrong" else "",
        }
        return Submission(NAME, kind, **(defaults | fields))

    return make


@pytest.fixture
def marks() -> Callable[..., Marks]:
    """``marks({"test_x": ("failed", "sentence")})`` has every other check of the exercise pass."""

    def make(ends: dict[str, tuple[str, str]]) -> Marks:
        checks = [
            Checked(check.question, check.name, *ends.get(check.name, ("passed", "")))
            for check in sheet(NAME).checks
        ]
        return Marks({question: _points(question, checks) for question in sheet(NAME).points}, tuple(checks))

    return make


def _points(question: str, checks: list[Checked]) -> float:
    results = [
        CheckResult(check.name, "", Outcome(check.outcome), question)
        for check in checks
        if check.question == question
    ]
    return rounded(score(results, int(sheet(NAME).points[question])))
