"""What a submission got, and its JSON form."""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from grader.checks.outcome import CheckResult, rounded, score
from grader.checks.report import Report


class Status(StrEnum):
    """What became of a submission; the values are those of the JSON report."""

    GRADED = "graded"
    UNREADABLE = "unreadable"
    MISSING = "missing"

    @property
    def french(self) -> str:
        """The status in words."""
        return {"graded": "corrigée", "unreadable": "illisible", "missing": "absente"}[self.value]


@dataclass
class QuestionMark:
    """The marks of one question."""

    id: str
    max_points: float
    checks: list[CheckResult] = field(default_factory=list)

    @property
    def points(self) -> float:
        """The points earned, rounded once."""
        return rounded(score(self.checks, Fraction(str(self.max_points))))

    def report(self) -> Report:
        """Return the table to show in the marked notebook."""
        return Report(self.checks, self.max_points)


@dataclass
class Mark:
    """What a submission got.

    Attributes:
        student, assignment: whose it is, and for what.
        status: whether it could be marked.
        questions: in the order of the notebook; the maximum is there even where nothing was marked.
        notices: French sentences for the instructor (what was repaired, why it is unreadable…).
        cells: what the student's own cells printed, by their source.
        entered: whether nbgrader's gradebook has it.
    """

    student: str
    assignment: str
    status: Status
    questions: list[QuestionMark]
    notices: list[str] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    entered: bool = False

    @property
    def score(self) -> float:
        """The points of the submission."""
        return round(sum(question.points for question in self.questions), 2)

    @property
    def max_score(self) -> float:
        """The points there were to get."""
        return round(sum(question.max_points for question in self.questions), 2)


def as_json(marks: list[Mark]) -> dict[str, Any]:
    """Return the marks of a class as the versioned JSON document of ``grader grade --json``."""
    return {"version": 1, "results": [_mark(mark) for mark in marks]}


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "student": mark.student,
        "assignment": mark.assignment,
        "status": mark.status.value,
        "entered": mark.entered,
        "score": mark.score,
        "max_score": mark.max_score,
        "questions": [
            {
                "id": question.id,
                "points": question.points,
                "max_points": question.max_points,
                "checks": [_check(check) for check in question.checks],
            }
            for question in mark.questions
        ],
        "notices": mark.notices,
    }


def _check(check: CheckResult) -> dict[str, str]:
    return {
        "name": check.name,
        "title": check.title,
        "outcome": check.outcome.value,
        "message": check.message,
    }
