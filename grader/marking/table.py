"""The marks of a class, shown in the terminal."""

from unicodedata import bidirectional, category

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from grader.marking.mark import Mark, Status
from grader.typography import number, typeset


def show(marks: list[Mark], console: Console) -> None:
    """Print one assignment's marks: the table, then the remarks on single submissions."""
    console.print(Group(*_parts(marks)), highlight=False)


def _parts(marks: list[Mark]) -> list[RenderableType]:
    notices = [_plain(f"  {mark.student} : {notice}") for mark in marks for notice in mark.notices]
    remarks = [Text("\nRemarques"), *notices] if notices else []
    return [_table(marks), Text(_legend(marks[0])), *remarks, Text()]


def _table(marks: list[Mark]) -> Table:
    shown = Table(
        title=Text(f"{marks[0].assignment} – {_count(marks)}", style="table.title"),
        box=box.SIMPLE_HEAD,
        title_justify="left",
    )
    shown.add_column("Stagiaire", overflow="fold")  # the one column that a narrow terminal may break
    shown.add_column("Note", justify="right", no_wrap=True)
    for index, question in enumerate(marks[0].questions, 1):
        shown.add_column(f"Q{index}\n/{number(question.max_points)}", justify="right", no_wrap=True)
    for mark in marks:
        shown.add_row(_plain(mark.student), *_points(mark))
    return shown


def _plain(text: str) -> Text:
    """Return a text as it is: a name may look like Rich's markup, or hold what steers a terminal."""
    return Text("".join("\ufffd" if _steers(sign) else sign for sign in typeset(text)))


def _steers(sign: str) -> bool:
    """Say whether a character is a control, half of one, or turns the direction of what follows."""
    return category(sign) in ("Cc", "Cs") or bidirectional(sign) in _DIRECTIONS


_DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def _count(marks: list[Mark]) -> str:
    graded = sum(mark.status is Status.GRADED for mark in marks)
    return f"{graded} {'copies corrigées' if graded > 1 else 'copie corrigée'} sur {len(marks)}"


def _legend(mark: Mark) -> str:
    return "  ".join(f"Q{index} {question.id}" for index, question in enumerate(mark.questions, 1))


def _points(mark: Mark) -> list[str]:
    if mark.status is not Status.GRADED:
        return [mark.status.french, *("–" for _ in mark.questions)]
    total = f"{number(mark.score)} / {number(mark.max_score)}"
    return [total, *(number(question.points) for question in mark.questions)]
