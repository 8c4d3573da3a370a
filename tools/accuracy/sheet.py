"""What an exercise's checks are, before anything is marked."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from grader.checks.outcome import CheckResult, Outcome, rounded, score
from grader.checks.session import CheckSession, run_session
from grader.marking.exercise import exercise


@dataclass(frozen=True)
class Sheet:
    """The questions of an exercise and their checks.

    Attributes:
        points: of each question, in the notebook's order.
        needs: the questions that each question needs, directly or not.
        checks: of all questions, none of them run; each has its own name within its question.
    """

    points: dict[str, float]
    needs: dict[str, set[str]]
    checks: list[CheckResult]

    def visible_points(self, question: str, passed: set[str]) -> float:
        """Return what `check()` gives for a question of which the checks called ``passed`` pass."""
        shown = [check for check in self.checks if check.question == question and not check.hidden]
        results = [
            CheckResult(check.name, "", _outcome(check.name in passed), question, weight=check.weight)
            for check in shown
        ]
        return rounded(score(results, Fraction(str(self.points[question]))))

    def titles(self) -> dict[tuple[str, str], str]:
        """Return the title of each check, by its question and its name."""
        return {(check.question, check.name): check.title for check in self.checks}

    def shows(self, question: str, name: str) -> bool:
        """Say whether the check of this name is one that trainees have."""
        return any(
            (check.question, check.name) == (question, name) and not check.hidden for check in self.checks
        )


@cache
def sheet(assignment: str) -> Sheet:
    """Return the sheet of an exercise.

    Raises:
        ValueError: two checks of one question have the same name.
    """
    sheets: list[Sheet] = []

    def drive(session: CheckSession) -> None:
        checks = [session.blank(item) for items in session.items.values() for item in items]
        needs = {name: set(question.needs) for name, question in session.questions.items()}
        sheets.append(Sheet(exercise(assignment).points, _closed(needs), checks))

    run_session(exercise(assignment).checks, drive)
    names = [(check.question, check.name) for check in sheets[0].checks]
    for question, name in names:
        if names.count((question, name)) > 1:
            raise ValueError(f"{assignment}: the question {question!r} has two checks called {name}.")
    return sheets[0]


def _closed(needs: dict[str, set[str]]) -> dict[str, set[str]]:
    closed = needs
    for _ in needs:
        closed = {name: direct.union(*(closed[need] for need in direct)) for name, direct in closed.items()}
    return closed


def _outcome(passed: bool) -> Outcome:
    return Outcome.PASSED if passed else Outcome.FAILED
