"""What api.example.com reads from a request, refusing what it cannot honour instead of guessing."""

import json
import re
from collections.abc import Callable
from typing import Any

from flask import request

from grader.lab.api.problems import refuse

_BOOLEANS = {"true": True, "false": False}
# What a client may set in a user: whether a value is valid, and what is expected.
_FIELDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "name": (lambda value: isinstance(value, str) and value.strip() != "", "un texte non vide"),
    "email": (lambda value: isinstance(value, str) and "@" in value, "une adresse contenant « @ »"),
    "active": (lambda value: isinstance(value, bool), "true ou false"),
}


def integer(name: str, default: int, maximum: int) -> int:
    """Read a whole number from 1 to `maximum` in the query."""
    text = request.args.get(name, str(default))
    if re.fullmatch("[0-9]{1,9}", text) and 1 <= int(text) <= maximum:
        return int(text)
    accepted = f"un entier de 1 à {maximum}"
    refuse(400, f"Paramètre « {name} » : « {text} » n'est pas {accepted}.", parameter=name, accepted=accepted)


def boolean(name: str) -> bool | None:
    """Read `true` or `false` in the query; None when the parameter is absent.

    Any other spelling is refused, `True` included: that is what requests sends for Python's True, and
    an API that took it for « no filter » would hide the mistake.
    """
    text = request.args.get(name)
    if text is None or text in _BOOLEANS:
        return None if text is None else _BOOLEANS[text]
    detail = f"Paramètre « {name} » : « {text} » n'est pas une valeur acceptée (true ou false)."
    refuse(400, detail, parameter=name, accepted=list(_BOOLEANS))


def only(*names: str) -> None:
    """Refuse a parameter of the query that the resource does not have: ignored, it would mislead."""
    if unknown := sorted(request.args.keys() - set(names)):
        detail = f"Paramètre « {unknown[0]} » inconnu ; ceux de cette ressource : {', '.join(names)}."
        refuse(400, detail, parameter=unknown[0], accepted=list(names))


def json_object() -> dict[str, Any]:
    """Read the body, which must be a JSON object."""
    if not request.is_json:
        sent = request.mimetype or "aucun"
        refuse(415, f"Corps attendu en application/json ; type reçu : {sent}.", accepted=["application/json"])
    try:
        body = json.loads(request.get_data(), parse_float=_number)
        json.dumps(body, ensure_ascii=False).encode()  # half a character, as "\ud800", cannot be sent back
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        refuse(400, "Le corps n'est pas un objet JSON.")
    return body


def _number(text: str) -> float:
    """Read a number for what it is worth: JSON knows one kind of numbers, and 4.0 is 4."""
    value = float(text)
    return int(value) if value.is_integer() else value


def user_fields(body: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    """Keep the fields that a client may set, once they are all present and valid."""
    errors = [{"field": name, "message": "champ obligatoire"} for name in required if name not in body]
    for name, value in body.items():
        if name in _FIELDS and not _FIELDS[name][0](value):
            errors.append({"field": name, "message": f"attendu : {_FIELDS[name][1]}"})
    if errors:
        named = ", ".join(error["field"] for error in errors)
        refuse(422, f"Champs manquants ou invalides : {named}.", errors=errors)
    return {name: body[name] for name in _FIELDS if name in body}


def login_form() -> tuple[str, str]:
    """Read the name and the password of a login form."""
    if request.mimetype != "application/x-www-form-urlencoded":
        accepted = "application/x-www-form-urlencoded"
        refuse(415, f"Formulaire attendu ({accepted}) : data=… et non json=….", accepted=[accepted])
    missing = [name for name in ("username", "password") if not request.form.get(name)]
    if missing:
        refuse(400, f"Champs de formulaire manquants : {', '.join(missing)}.", missing=missing)
    return request.form["username"], request.form["password"]
