"""What is wrong with the marks of the corpus, in one sentence each."""

from collections.abc import Iterator, Mapping

from accuracy.corpus import Submission
from accuracy.golden import expected, golden, lost, shown
from accuracy.marks import Marks, visible_part
from accuracy.sheet import sheet

Marked = Mapping[Submission, Marks]
FULL = 20
ONLY_HIDDEN = 1 / 3  # at least so many of the wrong ones pass the visible checks


def disagreements(graded: Marked, checked: Marked, autograded: Marked) -> list[str]:
    """Compare `grader grade` with `verify`, which has its visible part, and with `nbgrader autograde`."""
    told: list[str] = []
    for submission, marks in checked.items():
        visible = visible_part(submission.exercise, graded[submission])
        told += _different(submission, "verify", marks, "the visible part of grader grade", visible)
    for submission, marks in autograded.items():
        told += _different(submission, "nbgrader autograde", marks, "grader grade", graded[submission])
    return told


def surprises(marked: Marked) -> list[str]:
    """Say where the marks of the whole corpus are not what they must be."""
    told = surprises_of_each(marked)
    for assignment in sorted({submission.exercise for submission in marked}):
        wrong = {
            one: marks for one, marks in marked.items() if (one.exercise, one.kind) == (assignment, "wrong")
        }
        told += [f"{assignment}: {sentence}" for sentence in _surprises_together(assignment, wrong)]
    return told


def surprises_of_each(marked: Marked) -> list[str]:
    """Say where the marks of some submissions are not what they must be, each by itself."""
    told: list[str] = []
    for submission, marks in marked.items():
        if marks.trouble:
            told.append(f"{submission.place}: it was not marked ({marks.trouble}).")
        else:
            told += _surprises(submission, marks)
    return told


def elsewhere(submission: Submission, marks: Marks) -> list[str]:
    """Return the questions that lost points and neither hold the mistake nor need the question that does."""
    known = sheet(submission.exercise)
    return [
        question
        for question in lost(submission, marks)
        if question != submission.question and submission.question not in known.needs.get(question, ())
    ]


def is_missed(submission: Submission, marks: Marks) -> bool:
    """Say whether the question that holds the mistake kept all its points."""
    return submission.question not in lost(submission, marks)


def refused(marks: Marks) -> bool:
    """Say whether a right submission would be refused any point."""
    return marks.total < FULL


def passes_visible(submission: Submission, marks: Marks) -> bool:
    """Say whether all the checks pass that a trainee has, and not the others."""
    left = lost(submission, marks)
    points = sheet(submission.exercise).points
    return bool(left) and all(part["visible"] == points[question] for question, part in left.items())


def is_named(submission: Submission, marks: Marks) -> bool:
    """Say whether a failed check names the mistake as its author asks."""
    wanted = _plain(submission.says)
    return any(wanted in _plain(check.message) for check in marks.failed())


def catchers(submission: Submission, marks: Marks) -> set[tuple[str, str]]:
    """Return the checks that caught it, by question and name; a blocked one fails for an earlier question."""
    return {(check.question, check.name) for check in marks.failed() if check.outcome != "blocked"}


def _surprises(submission: Submission, marks: Marks) -> Iterator[str]:
    place, left, wanted = submission.place, lost(submission, marks), expected(submission)
    if left != wanted:
        yield f"{place}: {shown(left)}; golden: {shown(wanted)}."
    if submission.kind == "wrong":
        if is_missed(submission, marks):
            yield f"{place}: the question “{submission.question}” lost nothing."
        if others := elsewhere(submission, marks):
            yield f"{place}: points are lost elsewhere, too: {', '.join(others)}."
        if submission.says and not is_named(submission, marks):
            yield f"{place}: no failed check says “{submission.says}”."


def _surprises_together(assignment: str, wrong: Marked) -> Iterator[str]:
    for name in sorted(golden(assignment).keys() - {one.name for one in wrong}):
        yield f"“{name}” has golden marks and is not in the corpus."
    passing = sum(passes_visible(one, marks) for one, marks in wrong.items())
    if passing < ONLY_HIDDEN * len(wrong):
        yield f"only {passing} of {len(wrong)} wrong submissions pass all visible checks, which is too few."
    busy = set().union(*(catchers(one, marks) for one, marks in wrong.items()))
    for check in sheet(assignment).checks:
        if (check.question, check.name) not in busy:
            yield f"{check.name} ({check.title}) is idle."


def _different(submission: Submission, way: str, marks: Marks, other: str, wanted: Marks) -> Iterator[str]:
    if marks.trouble or wanted.trouble:
        yield f"{submission.place}, {way}: {marks.trouble or wanted.trouble}."
        return
    for question, points in wanted.points.items():
        if marks.points[question] != points:
            got = marks.points[question]
            yield f"{submission.place}, {question}: {way} gives {got:g}, {other} {points:g}."
        elif marks.checks and marks.passed(question) != wanted.passed(question):
            names = ", ".join(sorted(marks.passed(question) ^ wanted.passed(question)))
            yield f"{submission.place}, {question}: {way} and {other} do not agree on {names}."


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")
