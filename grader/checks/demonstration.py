"""The services that an exercise gives to try one's code on, scripted in its file of checks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.errors import UserError
from grader.stage import Stage

Demonstration = Callable[[Stage], dict[str, str]]


def demonstration_of(checks: Path) -> Demonstration | None:
    """Return the ``demonstration(stage)`` function of a file of checks, None where it has none.

    Raises:
        UserError: the file cannot be read as checks.
    """
    names: dict[str, Any] = {"__name__": "grader_demonstration", "__file__": str(checks)}
    try:
        exec(compile(checks.read_bytes(), str(checks), "exec"), names)  # an import would leave a __pycache__
    except Exception as error:
        trouble = f"{checks.name}, {type(error).__name__}: {error}"
        raise UserError(f"Les vérifications de {checks.parent} ne se chargent pas : {trouble}") from error
    return names.get("demonstration")
