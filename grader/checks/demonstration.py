"""The services that an exercise gives to try one's code on, scripted in its file of checks."""

from collections.abc import Callable
from pathlib import Path

from grader.checks.loading import names_of
from grader.stage import Stage

Demonstration = Callable[[Stage], dict[str, str]]


def demonstration_of(checks: Path) -> Demonstration | None:
    """Return the ``demonstration(stage)`` function of a file of checks, None where it has none.

    Raises:
        UserError: the file cannot be read as checks.
    """
    return names_of(checks).get("demonstration")
