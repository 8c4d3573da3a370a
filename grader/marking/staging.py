"""What was handed in, copied to where nbgrader may read it: plain files only, and not without end."""

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from grader.marking.submission import is_plain_file

MAX_BESIDE = 100_000_000  # bytes of the files beside a notebook, as nbgrader's own max_dir_size
FULL = (errno.ENOSPC, errno.EDQUOT)

LEFT_OUT = "Fichiers rendus avec la copie, non recopiés dans autograded/ (liens, trop gros, illisibles…)"


class LinkedFolder(Exception):
    """A submission's folder, or its student's, is a link: what lies there is somebody else's."""


def stage(submission: Path, target: Path) -> list[str]:
    """Copy a submission's files.

    Args:
        submission: the notebook that was handed in, ``STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb``.
        target: the folder to make. Other notebooks are not copied, nor what is no plain file.

    Returns:
        French notices about what was left out.

    Raises:
        LinkedFolder: the files are somebody else's.
        OSError: the notebook cannot be copied, or the disk is full.
    """
    if is_linked(submission.parent):
        raise LinkedFolder(submission.parent)
    target.mkdir(parents=True)
    shutil.copyfile(submission, target / submission.name, follow_symlinks=False)
    folder, room = submission.parent, MAX_BESIDE
    left_out = []
    for path in _beside(folder):
        name = path.relative_to(folder)
        if size := _copy(path, target / name, room):
            room -= size - 1
        else:
            left_out.append(str(name))
    return [f"{LEFT_OUT} : {_some(left_out)}."] if left_out else []


def walk(folder: Path) -> Iterator[Path]:
    """Yield what lies below a folder and is no folder; links are not followed, however deep it is."""
    folders = [folder]
    while folders:
        try:
            entries = sorted(os.scandir(folders.pop()), key=lambda entry: entry.name)
        except OSError:  # unreadable, or deeper than a path can be long
            continue
        folders += [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
        yield from (Path(entry.path) for entry in entries if not entry.is_dir(follow_symlinks=False))


def is_linked(folder: Path) -> bool:
    """Say whether a submission's folder, or its student's, is a link to other people's files."""
    return folder.is_symlink() or folder.parent.is_symlink()


def _beside(folder: Path) -> Iterator[Path]:
    skipped = ".ipynb_checkpoints"
    return (path for path in walk(folder) if path.suffix != ".ipynb" and skipped not in path.parts)


def _copy(path: Path, target: Path, room: int) -> int:
    """Copy a plain file if there is room for it; return its size plus one, 0 if it was not copied."""
    try:
        if not is_plain_file(path) or path.stat().st_size > room:
            return 0
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target, follow_symlinks=False)
    except OSError as error:
        if error.errno in FULL:
            raise
        return 0
    return target.stat().st_size + 1


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" et {len(names) - 5} autres" if len(names) > 5 else "")
