"""Whether a request is one that was recorded: what differs, in words, rule by rule.

A rule names the differences that a server would judge by. No difference at all is a match.
"""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs

from grader.replay.http import Request
from grader.replay.spellings import credential, parameters
from grader.replay.stopped_clock import undated

_CREDENTIALS = ("Authorization", "X-API-Key", "X-Vault-Token")
_CONDITIONS = (
    *("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range"),
    "Idempotency-Key",  # it decides whether something is done once more
)

# These services answer with what they were sent, so every header counts.
_ECHOING_HOSTS = frozenset({"httpbin.org"})
_NEGOTIATING_HOSTS = frozenset({"api.example.com"})
# What the HTTP library sets by itself, and the headers that other rules compare.
_OWN_HEADERS = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "content-type", "cookie"}
)
_DEFAULTS = {
    "User-Agent": re.compile(r"python-requests/|Python-urllib/|python-urllib3/"),
    "Accept": re.compile(r"\*/\*$"),
}

_RANDOM_BOUNDARY = re.compile(rb"--[0-9a-f]{32}")
_SHOWN = 40  # characters of a value


def differences(sent: Request, recorded: Request) -> list[str]:
    """Say in French how `sent` differs from `recorded`; an empty list is a match."""
    return list(_differences(sent, recorded))


def kind_of_body(request: Request) -> str:
    """Say in French what a request's body is."""
    return _parsed_body(request)[0]


def matches(sent: Request, recorded: Request) -> bool:
    """Whether the recorded answer may stand for an answer to `sent`."""
    return not any(True for _ in _differences(sent, recorded))


def _differences(sent: Request, recorded: Request) -> Iterator[str]:
    now = time.time()
    sent, recorded = undated(sent, now), undated(recorded, now)
    return (difference for rule in _RULES for difference in rule(sent, recorded))


def _method(sent: Request, recorded: Request) -> Iterator[str]:
    if sent.method != recorded.method:
        yield f"méthode {sent.method} au lieu de {recorded.method}"


def _address(sent: Request, recorded: Request) -> Iterator[str]:
    ours, theirs = sent.parts, recorded.parts
    names = (("protocole", "scheme"), ("serveur", "netloc"), ("chemin", "path"))
    for name, part in names:
        asked, known = getattr(ours, part) or "/", getattr(theirs, part) or "/"
        if asked.lower() != known.lower() if part == "netloc" else asked != known:
            yield f"{name} {_shown(asked)} au lieu de {_shown(known)}"


def _query(sent: Request, recorded: Request) -> Iterator[str]:
    ours, theirs = (parameters(request, _form(request.parts.query)) for request in (sent, recorded))
    yield from _compare("paramètre", ours, theirs)


def _credentials(sent: Request, recorded: Request) -> Iterator[str]:
    for name in _CREDENTIALS:
        yield from _secretly("en-tête", name, credential(sent, name), credential(recorded, name))
    ours, theirs = _cookies(sent), _cookies(recorded)
    for name in sorted(ours.keys() | theirs.keys()):
        yield from _secretly("cookie", name, ours.get(name), theirs.get(name))


def _conditions(sent: Request, recorded: Request) -> Iterator[str]:
    for name in _CONDITIONS:
        yield from _compare("en-tête", _named(sent, name), _named(recorded, name))


def _wanted_type(sent: Request, recorded: Request) -> Iterator[str]:
    """Compare what the two ask for; asking for anything is as good as asking for what was answered.

    Not so where the lessons negotiate: there, asking for anything would be told 406 or another format.
    """
    ours, theirs = sent.header("Accept") or "*/*", recorded.header("Accept") or "*/*"
    if "*/*" not in (ours, theirs) or recorded.host in _NEGOTIATING_HOSTS:
        yield from _compare("en-tête", {"Accept": ours}, {"Accept": theirs})


def _echoed_headers(sent: Request, recorded: Request) -> Iterator[str]:
    if recorded.host in _ECHOING_HOSTS:
        yield from _compare("en-tête", _chosen_headers(sent), _chosen_headers(recorded))


def _body(sent: Request, recorded: Request) -> Iterator[str]:
    (kind, ours), (other_kind, theirs) = _parsed_body(sent), _parsed_body(recorded)
    if kind != other_kind:
        yield f"corps : {kind} au lieu {_of(other_kind)}"
    elif isinstance(ours, dict) and isinstance(theirs, dict):
        yield from _compare("champ", ours, theirs)
    elif not _same(ours, theirs):
        yield f"corps {_shown(ours)} au lieu de {_shown(theirs)}"


_RULES: tuple[Callable[[Request, Request], Iterator[str]], ...] = (
    _method,
    _address,
    _query,
    _credentials,
    _conditions,
    _wanted_type,
    _echoed_headers,
    _body,
)


def _compare(what: str, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[str]:
    for name in [*ours, *(name for name in theirs if name not in ours)]:
        if name not in theirs:
            yield f"{what} « {name} » en trop"
        elif name not in ours:
            yield f"{what} « {name} » absent"
        elif not _same(ours[name], theirs[name]):
            yield f"{what} « {name} » : {_shown(ours[name])} au lieu de {_shown(theirs[name])}"


def _secretly(what: str, name: str, ours: str | None, theirs: str | None) -> Iterator[str]:
    """Compare without showing: a message may end up in a notebook that is handed in."""
    if ours != theirs:
        how = "absent" if ours is None else "en trop" if theirs is None else "différent"
        yield f"{what} « {name} » {how}"


def _same(one: Any, other: Any) -> bool:
    """Compare values as JSON texts, since Python takes True for 1."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _of(noun: str) -> str:
    return f"d'{noun}" if noun[0] in "aeiou" else f"de {noun}"


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _form(text: str) -> dict[str, str | list[str]]:
    fields = parse_qs(text, keep_blank_values=True).items()
    return {name: values[0] if len(values) == 1 else values for name, values in fields}


def _named(request: Request, name: str) -> dict[str, str]:
    value = request.header(name)
    return {} if value is None else {name: value}


def _cookies(request: Request) -> dict[str, str]:
    pairs = (cookie.strip().partition("=") for cookie in (request.header("Cookie") or "").split(";"))
    return {name: value for name, _, value in pairs if name}


def _chosen_headers(request: Request) -> dict[str, str]:
    """Return the headers that the notebook set, not the library."""
    skipped = _OWN_HEADERS | {name.lower() for name in (*_CREDENTIALS, *_CONDITIONS)}
    chosen = {name.title(): value for name, value in request.headers if name.lower() not in skipped}
    return {name: value for name, value in chosen.items() if not _is_default(name, value)}


def _is_default(name: str, value: str) -> bool:
    return name in _DEFAULTS and _DEFAULTS[name].match(value) is not None


def _parsed_body(request: Request) -> tuple[str, Any]:
    """Return a body's kind, and its value as far as its kind tells how to read it."""
    content_type = request.header("Content-Type") or ""
    try:
        for marker, (kind, read) in _READERS.items():
            if marker in content_type.lower():
                return kind, read(request.body, content_type)
    except ValueError:
        pass  # not what its header says
    body = _RANDOM_BOUNDARY.sub(b"--", request.body)  # a form whose header does not name its boundary
    return ("octets bruts", body.decode(errors="replace")) if body else ("aucun", None)


def _read_json(body: bytes, _content_type: str) -> Any:
    return json.loads(body)


def _read_form(body: bytes, _content_type: str) -> Any:
    return _form(body.decode())


def _read_multipart(body: bytes, content_type: str) -> Any:
    found = re.search(r'boundary="?([^";]+)', content_type)
    if not found:
        raise ValueError("no boundary")
    parts = body.split(b"--" + found[1].encode())
    return [part.strip(b"\r\n").decode(errors="replace") for part in parts]


_READERS: dict[str, tuple[str, Callable[[bytes, str], Any]]] = {
    "json": ("JSON", _read_json),
    "x-www-form-urlencoded": ("formulaire", _read_form),
    "multipart/form-data": ("formulaire multipart", _read_multipart),
}
