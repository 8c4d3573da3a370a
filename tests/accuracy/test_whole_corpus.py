"""The whole corpus, not marked: enough submissions, golden marks for each, and the page in step with it."""

import pytest
from accuracy.corpus import CORPUS, corpus
from accuracy.findings import ONLY_HIDDEN
from accuracy.golden import golden
from accuracy.page import PAGE
from accuracy.sample import caught
from accuracy.sheet import sheet

from grader.marking.exercise import exercises

LEAST = {"right": 8, "wrong": 30}
TOLD = PAGE.read_text(encoding="utf-8")

of_each_exercise = pytest.mark.parametrize("name", exercises())


def names(exercise, kind):
    return [one.name for one in corpus(exercise) if one.kind == kind]


def test_every_exercise_has_its_corpus():
    assert sorted(path.name for path in CORPUS.iterdir() if path.is_dir()) == exercises()


@of_each_exercise
@pytest.mark.parametrize("kind", LEAST)
def test_there_are_enough_submissions(name, kind):
    assert len(names(name, kind)) >= LEAST[kind]


@of_each_exercise
def test_every_wrong_submission_has_golden_marks(name):
    assert sorted(golden(name)) == names(name, "wrong")


@of_each_exercise
def test_enough_wrong_ones_pass_all_visible_checks(name):
    points = sheet(name).points
    passing = [
        left
        for left in golden(name).values()
        if all(part["visible"] == points[question] for question, part in left.items())
    ]
    assert len(passing) >= ONLY_HIDDEN * len(golden(name))


@of_each_exercise
def test_the_page_counts_the_submissions(name):
    row = next(line for line in TOLD.splitlines() if line.startswith(f"| `{name}` | "))
    cells = [cell.strip() for cell in row.split("|")]
    assert (int(cells[2]), int(cells[4])) == (len(names(name, "right")), len(names(name, "wrong")))


@of_each_exercise
def test_the_page_has_every_check_and_every_wrong_submission(name):
    rows = {check: found for check, found in caught(TOLD).items() if check[0] == name}
    assert rows.keys() == {(name, question, title) for (question, _), title in sheet(name).titles().items()}
    assert set().union(*rows.values()) == set(names(name, "wrong"))


def test_the_page_tells_of_nothing_wrong():
    assert "They never disagree." in TOLD
    assert "**idle**" not in TOLD
    assert "The others lose some here, too" not in TOLD
