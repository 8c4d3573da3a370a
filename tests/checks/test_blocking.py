"""A failure that an earlier question explains."""

import pytest

from grader.checks.blocking import mark_blocked
from grader.checks.outcome import CheckResult, Outcome
from grader.checks.question import question

ASKED = question("alerte", needs=["latence", "service"])


@pytest.fixture
def block():
    """Return what marks results as blocked and returns them: outcomes, then the questions that pass."""

    def results(*outcomes, passing=(), asked=ASKED):
        made = [CheckResult("t", "T", outcome, asked.id, message="Raison.") for outcome in outcomes]
        mark_blocked(made, asked, lambda need: need in passing)
        return made

    return results


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.ERROR])
def test_a_failure_is_blocked_where_a_needed_question_fails(block, outcome):
    (result,) = block(outcome, passing=["latence"])
    assert result.outcome is Outcome.BLOCKED
    assert result.message == "Raison. Cela peut aussi venir de « service », dont cette réponse a besoin."


def test_every_needed_question_that_fails_is_named(block):
    (result,) = block(Outcome.FAILED)
    assert "« latence » et de « service »" in result.message


def test_a_failure_stays_one_where_the_needed_questions_pass(block):
    (result,) = block(Outcome.FAILED, passing=["latence", "service"])
    assert (result.outcome, result.message) == (Outcome.FAILED, "Raison.")


def test_a_failure_stays_one_where_nothing_is_needed(block):
    (result,) = block(Outcome.FAILED, asked=question("latence"))
    assert result.outcome is Outcome.FAILED


def test_what_passes_all_the_same_keeps_its_points(block):
    passed, failed = block(Outcome.PASSED, Outcome.FAILED)
    assert (passed.outcome, failed.outcome) == (Outcome.PASSED, Outcome.BLOCKED)


def test_an_answer_that_is_not_written_is_not_blocked(block):
    (result,) = block(Outcome.NOT_ATTEMPTED)
    assert result.outcome is Outcome.NOT_ATTEMPTED


def test_needed_questions_are_asked_about_after_a_failure_only():
    def never(need):
        raise AssertionError(need)

    mark_blocked([CheckResult("t", "T", Outcome.PASSED, "alerte")], ASKED, never)
