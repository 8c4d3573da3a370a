"""The JSON report: written whole beside its place, then put there."""

import json
import os
import tempfile
from pathlib import Path

from grader.errors import UserError
from grader.marking.mark import Mark, as_json
from grader.student.codec import clean


def check_place(file: Path) -> None:
    """Make sure, before anything is marked, that a report can be written.

    Raises:
        UserError: it cannot.
    """
    place = file.resolve()
    if not place.parent.is_dir():
        raise UserError(f"Le dossier de {file} n'existe pas : créez-le, ou choisissez un autre fichier.")
    if place.is_dir():
        raise UserError(f"{file} est un dossier : donnez le nom d'un fichier.")
    if not os.access(place.parent if _is_new_or_plain(place) else place, os.W_OK):
        raise UserError(f"{file} ne peut pas être écrit : choisissez un autre dossier.")


def write_report(file: Path, marks: list[Mark]) -> None:
    """Write the marks as JSON; an earlier report stays as it was until the new one is whole.

    Raises:
        OSError: it cannot be written.
    """
    text = clean(json.dumps(as_json(marks), ensure_ascii=False, indent=2)) + "\n"
    place = file.resolve()
    if _is_new_or_plain(place):
        _replace(place, text)
    else:  # a pipe, /dev/stdout
        place.write_text(text, encoding="utf-8")


def _is_new_or_plain(place: Path) -> bool:
    return not place.exists() or place.is_file()


def _replace(place: Path, text: str) -> None:
    mode = place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~_umask()
    descriptor, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name[:100]}-")
    try:
        with open(descriptor, "w", encoding="utf-8") as new:
            new.write(text)
        os.chmod(name, mode)
        os.replace(name, place)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
