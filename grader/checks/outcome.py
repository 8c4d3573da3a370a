"""What a check can come to, and what is told about it."""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class Outcome(StrEnum):
    """The five outcomes of a check; the values are those of the JSON report."""

    PASSED = "passed"
    FAILED = "failed"
    BLOCKED = "blocked"
    NOT_ATTEMPTED = "not_attempted"
    ERROR = "error"

    @property
    def french(self) -> str:
        """The outcome in words."""
        return _FRENCH[self]

    @property
    def sign(self) -> str:
        """A sign that goes with the words, never instead of them."""
        return _SIGNS[self]


_FRENCH = {
    Outcome.PASSED: "réussi",
    Outcome.FAILED: "échoué",
    Outcome.BLOCKED: "bloqué",
    Outcome.NOT_ATTEMPTED: "pas commencé",
    Outcome.ERROR: "erreur",
}
_SIGNS = {
    Outcome.PASSED: "✔",
    Outcome.FAILED: "✘",
    Outcome.BLOCKED: "⏸",
    Outcome.NOT_ATTEMPTED: "…",
    Outcome.ERROR: "⚠",
}


@dataclass
class CheckResult:
    """What one check came to.

    Attributes:
        name: name of the test function.
        title: its French title.
        outcome: one of the five.
        question: id of its question.
        hidden: whether it is one of the checks that trainees do not have.
        weight: its share of the question's points.
        message: French, one paragraph; empty where it passed.
        expected, got: the two sides of the comparison that failed, as text; None where there was none.
        conversation: the HTTP exchanges and waits that led there, a line each.
        printed: what the student's code printed meanwhile, cut to a screenful; empty where it passed.
        traceback: of the student's code, to be folded; empty where there is none.
        missing: a name that the check, or the code, needed and that does not exist; empty where none was.
    """

    name: str
    title: str
    outcome: Outcome
    question: str
    hidden: bool = False
    weight: int = 1
    message: str = ""
    expected: str | None = None
    got: str | None = None
    conversation: list[str] = field(default_factory=list)
    printed: str = ""
    traceback: str = ""
    missing: str = ""


def score(results: list[CheckResult], points: Fraction | int) -> Fraction:
    """Return the points that ``results`` earn out of ``points``, exactly."""
    total = sum(result.weight for result in results)
    passed = sum(result.weight for result in results if result.outcome is Outcome.PASSED)
    return Fraction(points) * Fraction(passed, total) if total else Fraction(0)


def rounded(points: Fraction) -> float:
    """Round points once, to the hundredth."""
    return float(round(points, 2))
