"""The corpus gets its golden marks, and a few of it the same marks in the other two ways."""

import pytest
from accuracy.findings import disagreements, passes_visible, surprises
from accuracy.in_kernel import check_all
from accuracy.in_nbgrader import autograde_all
from accuracy.page import PAGE, page


@pytest.fixture(scope="module")
def few(marked):
    """Of each exercise a right submission, and two wrong ones: one of them passes all visible checks."""
    chosen = []
    for name in sorted({one.exercise for one in marked}):
        right, *_ = (one for one in marked if (one.exercise, one.kind) == (name, "right"))
        wrong = [one for one in marked if (one.exercise, one.kind) == (name, "wrong")]
        caught, *_ = (one for one in wrong if not passes_visible(one, marked[one]))
        unseen, *_ = (one for one in wrong if passes_visible(one, marked[one]))
        chosen += [right, caught, unseen]
    return chosen


def test_marks_are_the_golden_ones_and_no_check_is_idle(marked):
    assert surprises(marked) == []


def test_the_page_is_in_step(marked):
    assert PAGE.read_text(encoding="utf-8") == page(marked, disagreeing=0)


def test_check_in_a_kernel_agrees(marked, few):
    right_and_wrong = [one for one in few if one.kind == "right" or not passes_visible(one, marked[one])]
    assert disagreements(marked, check_all(right_and_wrong), {}) == []


def test_nbgrader_agrees(marked, few):
    assert disagreements(marked, {}, autograde_all(few)) == []
