"""What `from grader import …` gives inside the sandbox, where cells run and nothing is checked."""

from typing import Any

services: dict[str, str] | None = None


def start(name: str) -> dict[str, str] | None:
    """Return the demonstration services, which the stage serves."""
    return services


def check(question: str = "") -> None:
    """Do nothing: the checks run on the trusted side."""


def hint(question: str = "") -> None:
    """Do nothing."""


def solution(question: str = "") -> None:
    """Do nothing."""


def verify(name: str) -> None:
    """Do nothing."""


def take_over(module: Any) -> None:
    """Put these functions in the place of the package's own."""
    for function in (start, check, hint, solution, verify):
        setattr(module, function.__name__, function)
