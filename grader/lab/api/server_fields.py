"""What a client may set in a server of the inventory, and how it may say it."""

import re
from collections.abc import Callable
from typing import Any

from grader.lab.api import reading
from grader.lab.api.problems import refuse
from grader.lab.api.servers_table import Server

LARGEST_DISK = 16_384  # gigabytes
NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")

_INCREMENT = re.compile(r"\+[0-9]{1,5}")
# Whether a value is valid, and what is expected.
_TEXT = (lambda value: isinstance(value, str) and value.strip() != "", "un texte non vide")
_FIELDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "role": _TEXT,
    "os": _TEXT,
    "disk_gb": (lambda value: _is_size(value), f"un entier de 1 à {LARGEST_DISK}"),
    "in_service": (lambda value: isinstance(value, bool), "true ou false"),
}
_REQUIRED = ("role", "os", "disk_gb")


def whole(name: str) -> Server:
    """Read a whole server, as a PUT describes it; what may be left out gets its default."""
    body = reading.json_object()
    errors = [_error(field, "champ obligatoire") for field in _REQUIRED if field not in body]
    if body.get("name", name) != name:
        errors.append(_error("name", f"attendu : {name}, comme dans l'adresse"))
    _refuse(errors + _invalid(body))
    return Server(name=name, **{"in_service": True, **_kept(body)})


def changes(server: Server) -> dict[str, Any]:
    """Read the fields that a PATCH names; `"disk_gb": "+10"` adds to what there is."""
    body = reading.json_object()
    size = body.get("disk_gb")
    if isinstance(size, str) and _INCREMENT.fullmatch(size):
        body = {**body, "disk_gb": server.disk_gb + int(size)}
    _refuse(_invalid(body))
    return _kept(body)


def _is_size(value: Any) -> bool:
    return type(value) is int and 1 <= value <= LARGEST_DISK


def _invalid(body: dict[str, Any]) -> list[dict[str, str]]:
    return [
        _error(field, f"attendu : {expected}")
        for field, (is_valid, expected) in _FIELDS.items()
        if field in body and not is_valid(body[field])
    ]


def _kept(body: dict[str, Any]) -> dict[str, Any]:
    return {field: body[field] for field in _FIELDS if field in body}


def _error(field: str, message: str) -> dict[str, str]:
    return {"field": field, "message": message}


def _refuse(errors: list[dict[str, str]]) -> None:
    if errors:
        named = ", ".join(error["field"] for error in errors)
        refuse(422, f"Champs manquants ou invalides : {named}.", errors=errors)
