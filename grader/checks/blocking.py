"""A failure that comes from an earlier question is told as such."""

from collections.abc import Callable

from grader.checks.outcome import CheckResult, Outcome
from grader.checks.question import Question


def mark_blocked(results: list[CheckResult], asked: Question, passes: Callable[[str], bool]) -> None:
    """Turn the failures of a question into « bloqué » where a question that it needs fails.

    What passes all the same keeps its points: a mistake costs its own question only.

    Args:
        results: of the question's checks; changed in place.
        asked: the question.
        passes: says whether all the checks of a needed question pass; asked only after a failure.
    """
    failed = [result for result in results if result.outcome in (Outcome.FAILED, Outcome.ERROR)]
    if not failed:
        return
    culprits = [f"« {need} »" for need in asked.needs if not passes(need)]
    if not culprits:
        return
    cause = f"Cela peut aussi venir de {' et de '.join(culprits)}, dont cette réponse a besoin."
    for result in failed:
        result.outcome = Outcome.BLOCKED
        result.message = f"{result.message} {cause}".strip()
