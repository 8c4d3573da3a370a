"""What one way of marking made of a submission."""

from dataclasses import dataclass
from typing import Any

from accuracy.sheet import sheet


@dataclass(frozen=True)
class Checked:
    """How one check ended; the outcome and the message are those of the JSON report."""

    question: str
    name: str
    outcome: str
    message: str


@dataclass(frozen=True)
class Marks:
    """The marks of a submission.

    Attributes:
        points: earned, by question.
        checks: how each ended; none where the way of marking does not tell.
        trouble: why there are no marks, "" if there are.
    """

    points: dict[str, float]
    checks: tuple[Checked, ...] = ()
    trouble: str = ""

    @property
    def total(self) -> float:
        """The points of the submission."""
        return round(sum(self.points.values()), 2)

    def failed(self) -> list[Checked]:
        """Return the checks that did not pass."""
        return [check for check in self.checks if check.outcome != "passed"]

    def passed(self, question: str) -> set[str]:
        """Return the names of the question's checks that passed."""
        return {
            check.name for check in self.checks if check.question == question and check.outcome == "passed"
        }


def from_report(result: dict[str, Any]) -> Marks:
    """Return the marks in one result of `grader grade --json`, or in what has its form."""
    questions = result["questions"]
    checks = [
        Checked(question["id"], check["name"], check["outcome"], check["message"])
        for question in questions
        for check in question["checks"]
    ]
    trouble = "" if result["status"] == "graded" else " ".join([result["status"], *result["notices"]])
    return Marks({question["id"]: question["points"] for question in questions}, tuple(checks), trouble)


def visible_part(assignment: str, marks: Marks) -> Marks:
    """Return of whole marks what `check()` must give: the visible checks, and the points that they earn."""
    known = sheet(assignment)
    checks = tuple(check for check in marks.checks if known.shows(check.question, check.name))
    points = {question: known.visible_points(question, marks.passed(question)) for question in known.points}
    return Marks(points, checks, marks.trouble)
