"""A cassette: one notebook's recorded HTTP, in VCR.py's own YAML format.

Stock VCR.py loads it. Three keys of an interaction are ours, and VCR ignores them: `cell` (the id of the
cell that made the request), `cell_source` (a digest of the cell's source) and `encoding` (the content
coding that the body had, since a compressed body would not be readable).
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from grader.replay.coding import decoded, encoded
from grader.replay.http import Answer, Headers, Request


@dataclass(frozen=True)
class Interaction:
    """One recorded request with its answer, and the cell that made it."""

    cell: str
    cell_source: str
    request: Request
    answer: Answer


def digest(source: str) -> str:
    """Return what identifies a cell's source, blank ends ignored."""
    return hashlib.sha256(source.strip().encode()).hexdigest()[:16]


def load(path: Path) -> list[Interaction]:
    """Read a cassette."""
    text = path.read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return [_interaction(entry) for entry in data["interactions"]]


def dump(interactions: Iterable[Interaction]) -> str:
    """Write interactions as a cassette's text."""
    data = {"interactions": [_entry(interaction) for interaction in interactions], "version": 1}
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)


def _interaction(entry: dict[str, Any]) -> Interaction:
    asked, answered = entry["request"], entry["response"]
    request = Request(asked["method"], asked["uri"], _pairs(asked["headers"]), _bytes(asked["body"]))
    status, body = answered["status"], _bytes(answered["body"]["string"])
    answer = Answer(status["code"], status["message"], _pairs(answered["headers"]), body)
    return Interaction(entry["cell"], entry["cell_source"], request, encoded(answer, entry.get("encoding")))


def _entry(interaction: Interaction) -> dict[str, Any]:
    request = interaction.request
    answer, coding = decoded(interaction.answer)
    return {
        "cell": interaction.cell,
        "cell_source": interaction.cell_source,
        **({"encoding": coding} if coding else {}),
        "request": {
            "method": request.method,
            "uri": request.url,
            "body": _text(request.body) if request.body else None,
            "headers": _lists(request.headers),
        },
        "response": {
            "status": {"code": answer.status, "message": answer.reason},
            "headers": _lists(answer.headers),
            "body": {"string": _text(answer.body)},
        },
    }


def _pairs(lists: dict[str, Sequence[str]]) -> Headers:
    return tuple((name, value) for name, values in lists.items() for value in values)


def _lists(headers: Headers) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    for name, value in headers:
        lists.setdefault(name, []).append(value)
    return lists


def _bytes(text: str | bytes | None) -> bytes:
    return text.encode() if isinstance(text, str) else text or b""


def _text(body: bytes) -> str | bytes:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body


class _Dumper(yaml.SafeDumper):
    """Shows a text of several lines as such."""


def _literal(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _literal)
