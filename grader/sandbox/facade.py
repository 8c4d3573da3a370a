"""What `from grader import …` gives inside the sandbox, where cells run and nothing is checked."""

from typing import Any

import grader
from grader.checks.report import Report

services: dict[str, str] | None = None


def start(name: str) -> dict[str, str] | None:
    """Return the demonstration services, which the stage serves."""
    return services


def check(question: str = "") -> Report:
    """Check nothing: that is done on the trusted side."""
    return Report([])


def nothing(*_: Any, **__: Any) -> None:
    """Show nothing: nobody looks."""


def take_over() -> None:
    """Put these in the place of all that the package offers to notebooks, but the stage, which works here."""
    own = {"start": start, "check": check, "Stage": grader.Stage}
    for name in grader.__all__:
        setattr(grader, name, own.get(name, nothing))
