"""Points, in exact fractions, rounded once."""

from fractions import Fraction

import pytest

from grader.checks.outcome import CheckResult, Outcome, rounded, score


@pytest.fixture
def results():
    """Return what makes results: outcome and weight by turns."""
    return lambda *pairs: [CheckResult("t", "T", outcome, "q", weight=weight) for outcome, weight in pairs]


def test_checks_share_the_points_equally(results):
    given = results((Outcome.PASSED, 1), (Outcome.FAILED, 1), (Outcome.PASSED, 1), (Outcome.ERROR, 1))
    assert score(given, 4) == 2


@pytest.mark.parametrize("outcome", set(Outcome) - {Outcome.PASSED})
def test_only_a_passed_check_earns_points(results, outcome):
    assert score(results((outcome, 1)), 4) == 0


def test_a_weight_is_a_larger_share(results):
    assert score(results((Outcome.PASSED, 3), (Outcome.FAILED, 1)), 4) == 3


@pytest.mark.parametrize("number", range(1, 40))
def test_all_checks_passed_are_all_the_points_exactly(results, number):
    given = results(*[(Outcome.PASSED, 1)] * number)
    assert score(given, 1) == 1
    assert score(given, Fraction("2.5")) == Fraction(5, 2)


def test_nine_checks_of_one_point_add_up_exactly(results):
    each = [score(results(*[(Outcome.PASSED, 1)] + [(Outcome.FAILED, 1)] * 8), 1)] * 9
    assert sum(each) == 1
    assert isinstance(sum(each), Fraction)


def test_no_check_earns_nothing():
    assert score([], 3) == 0


@pytest.mark.parametrize(
    ("points", "shown"),
    [(Fraction(1, 3), 0.33), (Fraction(2, 3), 0.67), (Fraction(5, 2), 2.5), (Fraction(3), 3)],
)
def test_points_are_rounded_to_the_hundredth(points, shown):
    assert rounded(points) == shown
