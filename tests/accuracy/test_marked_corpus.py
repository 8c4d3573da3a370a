"""A sample of the corpus gets its golden marks, and a few of it the same marks in the other two ways.

The sample holds every right submission, and wrong ones enough that every check catches one; `make accuracy`
marks all of them.
"""

import pytest
from accuracy.findings import catchers, disagreements, passes_visible, surprises_of_each
from accuracy.in_kernel import check_all
from accuracy.in_nbgrader import autograde_all
from accuracy.page import PAGE
from accuracy.sample import caught
from accuracy.sheet import sheet

from grader.marking.exercise import exercises


def of(marked, name, kind):
    return [one for one in marked if (one.exercise, one.kind) == (name, kind)]


@pytest.fixture(scope="module")
def few(marked):
    """Of each exercise a right submission, and two wrong ones: one of them passes all visible checks."""
    chosen = []
    for name in exercises():
        wrong = sorted(of(marked, name, "wrong"), key=lambda one: passes_visible(one, marked[one]))
        chosen += [of(marked, name, "right")[0], wrong[0], wrong[-1]]
    return chosen


def test_marks_are_the_golden_ones(marked):
    assert surprises_of_each(marked) == []


@pytest.mark.parametrize("name", exercises())
def test_no_check_is_idle(marked, name):
    busy = {check for one in of(marked, name, "wrong") for check in catchers(one, marked[one])}
    assert busy == {(check.question, check.name) for check in sheet(name).checks}


@pytest.mark.parametrize("name", exercises())
def test_each_check_catches_what_the_page_says(marked, name):
    told, titles = caught(PAGE.read_text(encoding="utf-8")), sheet(name).titles()
    for one in of(marked, name, "wrong"):
        catching = {(name, check[0], titles[check]) for check in catchers(one, marked[one])}
        assert catching == {
            check for check, names in told.items() if check[0] == name and one.name in names
        }, one.name


def test_check_in_a_kernel_agrees(marked, few):
    assert disagreements(marked, check_all(few[::3] + few[1::3]), {}) == []


def test_nbgrader_agrees(marked, few):
    assert disagreements(marked, {}, autograde_all(few)) == []
