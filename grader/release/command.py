"""What `grader release` and `grader release --check` print."""

from pathlib import Path

from grader import paths
from grader.release.tree import differences, write
from grader.typography import typeset


def release_command(names: list[str] | None) -> int:
    """Release, name the files written and return the exit code."""
    written = write(names)
    for path in written:
        print(typeset(f"{_shown(path)} : régénéré"))
    if not written:
        print("Les notebooks étaient déjà à jour.")
    return 0


def check_command(names: list[str] | None) -> int:
    """Name the files that are out of step; return 1 if there is one."""
    wrong = differences(names)
    for path, reason in wrong.items():
        print(typeset(f"{_shown(path)} : {reason.value}"))
    if not wrong:
        print("Les notebooks sont à jour.")
    return 1 if wrong else 0


def _shown(path: Path) -> str:
    return path.relative_to(paths.root()).as_posix()
