"""The log of the service, newest entry first, read with a cursor.

- `GET /logs` with `limit`, `level` and `cursor` answers `{"data": […], "next_cursor":}`; on the last page
  the cursor is null. 400 for a cursor that the API did not give.
"""

import base64
import binascii
from dataclasses import asdict, dataclass

from flask import Blueprint, Response, current_app, jsonify, request
from flask.blueprints import BlueprintSetupState

from grader.lab.api import reading
from grader.lab.api.clock import minute
from grader.lab.api.problems import refuse

_FIRST_ID = 9001
_LARGEST_PAGE = 100
_MARK = "avant:"  # a cursor says before which entry to go on
_LEVELS = ("info", "warning", "error")
_ROWS = (
    ("info", "Service démarré."),
    ("info", "Connexion de l'utilisateur 101."),
    ("info", "Sauvegarde de srv-web-01 terminée."),
    ("warning", "Disque de srv-db-01 rempli à 85 %."),
    ("info", "Connexion de l'utilisateur 105."),
    ("error", "Sauvegarde de srv-mail-01 interrompue."),
    ("info", "Sauvegarde de srv-mail-01 reprise."),
    ("info", "Sauvegarde de srv-mail-01 terminée."),
    ("warning", "Mot de passe refusé pour l'utilisateur 113."),
    ("warning", "Mot de passe refusé pour l'utilisateur 113."),
    ("info", "Connexion de l'utilisateur 119."),
    ("info", "Certificat de www.example.com renouvelé."),
)

pages = Blueprint("logs", __name__)


@dataclass(frozen=True)
class Entry:
    """One line of the log, in the order in which the API shows the fields."""

    id: int
    at: str
    level: str
    message: str


@pages.record
def _open_state(setup: BlueprintSetupState) -> None:
    entries: list[Entry] = []
    setup.app.extensions["logs"] = entries
    for level, message in _ROWS:
        _append(entries, level, message)


def write(level: str, message: str) -> None:
    """Add an entry to the log of the API that answers now."""
    _append(current_app.extensions["logs"], level, message)


@pages.get("/logs")
def list_logs() -> Response:
    """Answer the entries that come after the cursor, those asked for."""
    limit = reading.integer("limit", default=5, maximum=_LARGEST_PAGE)
    level, before = _level(), _before()
    entries: list[Entry] = current_app.extensions["logs"]
    found = [entry for entry in reversed(entries) if entry.id < before and level in (None, entry.level)]
    page = found[:limit]
    more = _cursor(page[-1].id) if len(found) > limit else None
    return jsonify(data=[asdict(entry) for entry in page], next_cursor=more)


def _append(entries: list[Entry], level: str, message: str) -> None:
    number = len(entries)
    entries.append(Entry(_FIRST_ID + number, minute(number), level, message))


def _level() -> str | None:
    level = request.args.get("level")
    if level is None or level in _LEVELS:
        return level
    detail = f"Paramètre « level » : « {level} » n'est pas un niveau ({', '.join(_LEVELS)})."
    refuse(400, detail, parameter="level", accepted=list(_LEVELS))


def _cursor(last_id: int) -> str:
    return base64.urlsafe_b64encode(f"{_MARK}{last_id}".encode()).decode()


def _before() -> float:
    cursor = request.args.get("cursor")
    if cursor is None:
        return float("inf")
    try:
        text = base64.b64decode(cursor, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        text = ""
    number = text.removeprefix(_MARK)
    if text.startswith(_MARK) and number.isdecimal() and len(number) < 10:
        return int(number)
    refuse(400, "Paramètre « cursor » : ce curseur ne vient pas de cette API.", parameter="cursor")
