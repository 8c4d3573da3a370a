"""Why a mark could not be entered, in French: what is wrong and what to do about it."""

import errno
import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from grader.marking.staging import LinkedFolder

LOCKED = "est verrouillé par un autre programme ; fermez-le, puis relancez la commande"
OTHER_VERSION = (
    "vient d'une autre version de nbgrader ; sauvegardez-le, exécutez « nbgrader db upgrade » dans son "
    "dossier, puis relancez la commande"
)
NO_GRADEBOOK = "n'est pas un carnet de nbgrader, ou il est abîmé ; déplacez-le, puis relancez la commande"
READ_ONLY = (
    "ne peut pas être écrit ; donnez-vous le droit d'écrire dans son dossier, puis relancez la commande"
)
FULL = "ne peut pas être écrit, car le disque est plein ; libérez de la place, puis relancez la commande"
FAILING = "ne peut pas être lu ou écrit ; vérifiez le disque, puis relancez la commande"

_SQLITE = {
    "SQLITE_BUSY": LOCKED,
    "SQLITE_LOCKED": LOCKED,
    "SQLITE_ERROR": OTHER_VERSION,  # a table or a column is not there
    "SQLITE_NOTADB": NO_GRADEBOOK,
    "SQLITE_CORRUPT": NO_GRADEBOOK,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CANTOPEN": READ_ONLY,
    "SQLITE_PERM": READ_ONLY,
    "SQLITE_FULL": FULL,
    "SQLITE_IOERR": FAILING,
}
_DISK = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EIO: FAILING,
}


class ClassTrouble(Exception):
    """Keeps the marks of the whole class out of the gradebook; the message is a French clause."""


def class_trouble(error: Exception, gradebook: Path) -> str:
    """Return the clause that names what keeps every mark out, "" where only one submission is concerned.

    Args:
        error: what came while a mark was entered.
        gradebook: the file.
    """
    if isinstance(error, ClassTrouble):
        return str(error)
    if isinstance(error, DBAPIError | sqlite3.Error):
        name = getattr(getattr(error, "orig", error), "sqlite_errorname", "")
        what = next((what for code, what in _SQLITE.items() if name.startswith(code)), "")
        return f"{gradebook} {what}" if what else ""
    if isinstance(error, OSError) and error.errno in _DISK:
        return f"{error.filename2 or error.filename or gradebook} {disk_trouble(error)}"
    return ""


def disk_trouble(error: OSError) -> str:
    """Return the clause that says of a file why it could not be written."""
    return _DISK.get(error.errno or 0, FAILING)


def own_trouble(error: Exception) -> str:
    """Return the clause that names what keeps one submission's mark out."""
    if isinstance(error, UnicodeEncodeError):
        return "le nom de son dossier n'est pas en UTF-8 ; renommez-le, puis relancez la commande"
    if isinstance(error, LinkedFolder):
        return "son dossier est un lien ; remplacez-le par les fichiers rendus, puis relancez la commande"
    lines = str(error).strip().splitlines()
    return (
        f"nbgrader a échoué ({type(error).__name__} : {lines[0] if lines else '–'}) ; saisissez-la à la main"
    )
