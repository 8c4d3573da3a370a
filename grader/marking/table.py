"""The marks of a class, as a table in the terminal."""

from rich import box
from rich.table import Table

from grader.marking.mark import Mark, Status
from grader.typography import number, typeset


def table(marks: list[Mark]) -> Table:
    """Return the table of one assignment's marks: a line for each student, a column for each question."""
    shown = Table(title=marks[0].assignment, box=box.SIMPLE_HEAD, title_justify="left")
    shown.add_column("Stagiaire", no_wrap=True)
    shown.add_column("Note", justify="right", no_wrap=True)
    for question in marks[0].questions:
        shown.add_column(f"{question.id}\n/ {number(question.max_points)}", justify="right")
    shown.add_column("Remarques", overflow="fold")
    for mark in marks:
        shown.add_row(mark.student, *_points(mark), "\n".join(map(typeset, mark.notices)))
    return shown


def _points(mark: Mark) -> list[str]:
    if mark.status is not Status.GRADED:
        return [mark.status.french, *("–" for _ in mark.questions)]
    total = f"{number(mark.score)} / {number(mark.max_score)}"
    return [total, *(number(question.points) for question in mark.questions)]
