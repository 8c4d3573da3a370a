"""The table of a class in the terminal: a narrow one may break names, never marks."""

import io

import pytest
from rich.console import Console

from grader.checks.outcome import CheckResult, Outcome
from grader.marking.mark import Mark, QuestionMark, Status
from grader.marking.table import show

NAME = "marie_dominique_de_la_tour_saint_pierre"


def printed(mark: Mark, width: int) -> str:
    console = Console(file=io.StringIO(), width=width)
    show([mark], console)
    return console.file.getvalue()


def test_marks_are_whole_in_a_narrow_terminal():
    checks = [
        CheckResult(f"test_{number}", "", Outcome.PASSED if number else Outcome.FAILED, "debit", False, 1)
        for number in range(8)
    ]
    questions = [QuestionMark(f"question-{number}", 3, checks) for number in range(6)]
    shown = printed(Mark(NAME, "ex3_rate_limiter", Status.GRADED, questions), width=80)
    assert "15,72 / 18" in shown
    assert shown.count("2,62") == 6
    assert "…" not in shown
    assert NAME in "".join(line.split("  ")[1] for line in shown.splitlines() if line.startswith("  "))


@pytest.mark.parametrize("name", ["[ab]", "[bold]x[/]", "[/]", "é ü", "a\\[b]"])
def test_a_name_is_shown_as_it_is(name):
    shown = printed(Mark(name, "ex3_rate_limiter", Status.GRADED, [], [f"{name} !"]), width=80)
    assert f"  {name}  " in shown
    assert f"  {name}\u00a0: {name}\u00a0!" in shown


def test_a_name_does_not_steer_the_terminal():
    shown = printed(Mark("a\x1b[31m\n\udce9\u202eb", "ex3_rate_limiter", Status.GRADED, []), width=80)
    assert "a\ufffd[31m\ufffd\ufffd\ufffdb" in shown
    assert "\x1b" not in shown
