"""``timestamp.txt``, which says when a submission was handed in: what is no date counts as none."""

from functools import cache
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from grader.marking.submission import is_plain_file

NAME = "timestamp.txt"
MAX_SIZE = 1000
NO_DATE = "timestamp.txt n'est pas une date : la copie est inscrite sans heure de remise."


def notices(folder: Path) -> list[str]:
    """Return what is to be told about a submission's ``timestamp.txt``."""
    return [NO_DATE] if (folder / NAME).exists() and not _is_date(folder / NAME) else []


@cache
def tolerate() -> None:
    """Have nbgrader take what is no date for no date; it would refuse the submission, by a bug of its own."""
    read = CourseDirectory.get_existing_timestamp
    CourseDirectory.get_existing_timestamp = lambda course, folder: (
        read(course, folder) if _is_date(Path(folder) / NAME) else None
    )


def _is_date(file: Path) -> bool:
    """Say whether nbgrader can read the file; an empty one means no date to it."""
    try:
        if not is_plain_file(file) or file.stat().st_size > MAX_SIZE:
            return False
        text = file.read_text(encoding="utf-8").strip()
        return not text or bool(parse_utc(text))
    except (OSError, ValueError, OverflowError, TypeError):
        return False
