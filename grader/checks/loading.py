"""A file of checks run as plain Python, for what it declares besides its checks."""

from pathlib import Path
from typing import Any

from grader.errors import UserError


def names_of(checks: Path) -> dict[str, Any]:
    """Run a file of checks and return its names; unlike an import, this leaves no ``__pycache__``.

    Raises:
        UserError: the file cannot be read as checks.
    """
    names: dict[str, Any] = {"__name__": "grader_declarations", "__file__": str(checks)}
    try:
        exec(compile(checks.read_bytes(), str(checks), "exec"), names)
    except Exception as error:
        trouble = f"{checks.name}, {type(error).__name__}: {error}"
        raise UserError(f"Les vérifications de {checks.parent} ne se chargent pas : {trouble}") from error
    return names
