"""`grader demo`: the sample class of tests/, marked as an instructor would."""

import runpy
import tempfile
from pathlib import Path

from grader.errors import UserError
from grader.marking.command import grade
from grader.paths import root
from grader.sandbox.command import require_sandbox


def main() -> int:
    """Build the sample class in a temporary folder, mark it, and show the table.

    Returns:
        0: the sample class holds an unreadable submission on purpose.
    """
    isolated = _sandbox_or_say()
    with tempfile.TemporaryDirectory() as folder:
        submitted = Path(folder) / "submitted"
        runpy.run_path(str(root() / "tests" / "samples" / "build.py"))["build"](Path(folder))
        grade(submitted, None, None, None, None, isolated)
    return 0


def _sandbox_or_say() -> bool:
    """These are our own samples, so they may run without a sandbox where there is none."""
    try:
        require_sandbox()
    except UserError as reason:
        print(
            f"{reason}\nLa démonstration continue sans bac à sable : elle ne corrige que nos propres copies."
        )
        return False
    return True
