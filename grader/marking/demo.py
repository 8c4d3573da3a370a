"""`grader demo`: the sample class of tests/, marked as an instructor would."""

import runpy
import tempfile
from pathlib import Path

from grader.errors import UserError
from grader.marking.command import grade
from grader.paths import root
from grader.sandbox.command import require_sandbox
from grader.typography import typeset

UNISOLATED = "La démonstration continue sans bac à sable : elle ne corrige que nos propres copies."


def main() -> int:
    """Build the sample class in a temporary folder, mark it, and show the table.

    Returns:
        0: the sample class holds an unreadable submission on purpose.

    Raises:
        UserError: this copy of the course is without the sample class.
    """
    build = _samples()
    isolated = _sandbox_or_say()
    with tempfile.TemporaryDirectory() as folder:
        submitted = Path(folder) / "submitted"
        runpy.run_path(str(build))["build"](Path(folder))
        grade(submitted, None, None, None, None, isolated)
    return 0


def _samples() -> Path:
    build = root() / "tests" / "samples" / "build.py"
    if not build.is_file():
        raise UserError(
            "La classe d'exemple (tests/samples) n'est pas dans cette copie : prenez le dépôt complet."
        )
    return build


def _sandbox_or_say() -> bool:
    """These are our own samples, so they may run without a sandbox where there is none."""
    try:
        require_sandbox()
    except UserError as reason:
        print(typeset(f"{reason}\n{UNISOLATED}"))
        return False
    return True
