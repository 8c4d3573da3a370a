"""A student's notebook, read with suspicion and repaired against the release."""

import json
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MAX_SIZE = 20_000_000

DOUBLE = "Cellules de vérification en double (copies ignorées)"
ALTERED = "Cellules de vérification modifiées (originales rétablies)"
MISSING = "Cellules de vérification manquantes (rétablies à la fin)"


class Unreadable(Exception):
    """The file is no notebook; the message says why, in French."""


@dataclass(frozen=True)
class Cell:
    """A cell of the student's, to be run."""

    source: str


@dataclass(frozen=True)
class Asked:
    """The place where a question's checks run."""

    question: str


@dataclass
class Submission:
    """The steps to take, in the order of the notebook, and what had to be repaired."""

    steps: list[Cell | Asked] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def read_submission(path: Path, released: dict[str, str]) -> Submission:
    """Read a submitted notebook.

    Args:
        path: the file, which may be anything at all.
        released: the source of each question's autograder cell, by question.

    Returns:
        The student's code cells, and each question once: an autograder cell that was deleted comes back at
        the end, a copy is dropped, and what a student wrote in one is never run.

    Raises:
        Unreadable: it is not a notebook.
    """
    submission = Submission()
    repaired: dict[str, list[str]] = {DOUBLE: [], ALTERED: [], MISSING: []}
    seen: set[str] = set()
    for cell in _code_cells(_load(path)):
        question, source = _question(cell), _source(cell)
        if question not in released:
            submission.steps.append(Cell(source))
        elif question in seen:
            repaired[DOUBLE].append(question)
        else:
            seen.add(question)
            submission.steps.append(Asked(question))
            if source.strip() != released[question].strip():
                repaired[ALTERED].append(question)
    repaired[MISSING] = [question for question in released if question not in seen]
    submission.steps += [Asked(question) for question in repaired[MISSING]]
    submission.notices = [f"{what} : {', '.join(names)}." for what, names in repaired.items() if names]
    return submission


def is_plain_file(path: Path) -> bool:
    """Say whether ``path`` is a regular file and no link."""
    return stat.S_ISREG(path.lstat().st_mode)


def _load(path: Path) -> dict:
    try:
        content = json.loads(_read(path))
    except (OSError, ValueError, RecursionError) as error:
        raise Unreadable(f"ce n'est pas un notebook ({_why(error)})") from error
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        raise Unreadable("ce n'est pas un notebook (il n'a pas de liste de cellules)")
    return content


def _why(error: Exception) -> str:
    return (
        "le fichier n'est pas du JSON"
        if isinstance(error, ValueError | RecursionError)
        else "il ne s'ouvre pas"
    )


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


def _code_cells(notebook: dict) -> list[dict]:
    return [cell for cell in notebook["cells"] if isinstance(cell, dict) and cell.get("cell_type") == "code"]


def _question(cell: dict) -> str:
    """Return the question that a cell marks, "" for any other cell."""
    metadata = cell.get("metadata")
    marked = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if not isinstance(marked, dict) or marked.get("solution"):
        return ""
    name: Any = marked.get("grade_id")
    return name if isinstance(name, str) else ""


def _source(cell: dict) -> str:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""
