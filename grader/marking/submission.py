"""A student's notebook, read with suspicion."""

import json
import os
import stat
from pathlib import Path

from grader.marking.cells import cells_of
from grader.marking.handout import HandedOut
from grader.marking.repair import repaired
from grader.marking.steps import Submission

MAX_SIZE = 20_000_000


class Unreadable(Exception):
    """The file is no notebook; the message says why, in French."""


def read_submission(path: Path, handout: dict[str, HandedOut]) -> Submission:
    """Read a submitted notebook.

    Args:
        path: the file, which may be anything at all.
        handout: the code cells of the release, by name.

    Raises:
        Unreadable: it is not a notebook.
    """
    return repaired(cells_of(_load(path)), handout)


def is_plain_file(path: Path) -> bool:
    """Say whether ``path`` is a regular file and no link."""
    return stat.S_ISREG(path.lstat().st_mode)


def _load(path: Path) -> dict:
    try:
        raw = _read(path)
    except OSError as error:
        raise Unreadable("ce n'est pas un notebook (il ne s'ouvre pas)") from error
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError) as error:
        conflict = (
            "il garde les marques d'un conflit de Git"
            if b"\n<<<<<<< " in raw
            else "le fichier n'est pas du JSON"
        )
        raise Unreadable(f"ce n'est pas un notebook ({conflict})") from error
    if not isinstance(content, dict) or not any(
        isinstance(content.get(key), list) for key in ("cells", "worksheets")
    ):
        raise Unreadable("ce n'est pas un notebook (il n'a pas de liste de cellules)")
    return content


def _read(path: Path) -> bytes:
    """Read a regular file: no link is followed, no pipe is waited for."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("not a regular file")
        content = file.read(MAX_SIZE + 1)
    if len(content) > MAX_SIZE:
        raise Unreadable("le fichier dépasse 20 Mo")
    return content
