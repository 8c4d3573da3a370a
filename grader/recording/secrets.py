"""No secret enters a cassette: where one could stand, only the lab's demonstration credentials may."""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

from grader.lab import credentials
from grader.recording.errors import SecretFound
from grader.replay.cassette import Interaction
from grader.replay.coding import decoded
from grader.replay.http import Headers

_SECRET_HEADERS = {"authorization", "proxy-authorization", "x-api-key", "x-vault-token", "x-auth-token"}
_SECRET_NAME = re.compile(
    r"^(.*[_-])?(password|passwd|pwd|secret|token|api[_-]?key|secret[_-]id|private[_-]key|session[_-]?id)$",
    re.I,
)
# The forms of tokens that services give out, wherever they stand.
_SECRET_FORMS = re.compile(
    r"gh[pousr]_\w{20,}|github_pat_\w{20,}|AKIA[0-9A-Z]{16}|xox[abprs]-[\w-]{10,}|hvs\.[\w-]{20,}|s\.\w{24}\b"
    r"|eyJ[\w-]+\.[\w-]+\.[\w-]+|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)


@dataclass(frozen=True)
class _Found:
    """A value where a secret could stand, and where that is, in French."""

    place: str
    value: str


def refuse_secrets(interactions: Iterable[Interaction]) -> None:
    """Check every place where a secret could stand.

    Raises:
        SecretFound: one holds something else than the credentials listed in grader/lab/credentials.py.
    """
    known = credentials.listed()
    for interaction in interactions:
        for found in _candidates(interaction):
            if found.value not in known:
                raise SecretFound(
                    f"Enregistrement refusé : {found.place} de la cellule « {interaction.cell} » ne contient "
                    "pas un identifiant de démonstration (grader/lab/credentials.py en donne la liste)."
                )


def _candidates(interaction: Interaction) -> Iterator[_Found]:
    request, (answer, _) = interaction.request, decoded(interaction.answer)
    yield from _in_headers(request.headers)
    yield from _in_pairs("le paramètre", parse_qsl(request.parts.query))
    yield from _in_text("l'adresse", request.url)
    yield from _in_body(request.body)
    yield from _in_headers(answer.headers)
    yield from _in_body(answer.body)


def _in_headers(headers: Headers) -> Iterator[_Found]:
    for name, value in headers:
        place = f"l'en-tête {name}"
        if name.lower() in _SECRET_HEADERS:
            yield from (_Found(place, secret) for secret in _carried(value))
        elif name.lower() in ("cookie", "set-cookie"):
            cookies = SimpleCookie(value).items()
            yield from _in_pairs("le cookie", ((key, morsel.value) for key, morsel in cookies))
        else:
            yield from _in_text(place, value)


def _in_body(body: bytes) -> Iterator[_Found]:
    text = body.decode(errors="replace")
    yield from _in_text("le corps", text)
    try:
        yield from _in_pairs("le champ", _leaves(json.loads(text)))
    except ValueError:
        yield from _in_pairs("le champ", parse_qsl(text))


def _in_pairs(what: str, pairs: Iterable[tuple[str, str]]) -> Iterator[_Found]:
    for name, value in pairs:
        if value and name.lower() in _SECRET_HEADERS:  # a service that repeats the headers it was sent
            yield from (_Found(f"{what} « {name} »", secret) for secret in _carried(value))
        elif value and _SECRET_NAME.match(name):
            yield _Found(f"{what} « {name} »", value)


def _in_text(place: str, text: str) -> Iterator[_Found]:
    yield from (_Found(place, found) for found in _SECRET_FORMS.findall(text))


def _carried(value: str) -> Iterator[str]:
    """Return the secret of an Authorization header: a token, or the password of a Basic pair."""
    scheme, _, secret = value.rpartition(" ")
    if scheme.lower() != "basic":
        return iter([secret])
    try:
        pair = base64.b64decode(secret).decode(errors="replace")
    except ValueError:  # no Basic pair at all: whatever it is, it is judged as a secret
        return iter([secret])
    return iter([pair.partition(":")[2]])


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """List the texts of a JSON value, each with the name of the field that holds it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, name)
    elif isinstance(value, str):
        yield name, value
