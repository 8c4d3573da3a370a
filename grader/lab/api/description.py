"""The OpenAPI description of the API, and `GET /openapi.json`, which answers it.

Each YAML file of the folder `openapi` describes one subject; `_api.yaml`, which comes first, what they share.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask import Blueprint, Response, jsonify

_FOLDER = Path(__file__).parent / "openapi"

pages = Blueprint("description", __name__)


@pages.get("/openapi.json")
def show_description() -> Response:
    """Answer the description in JSON."""
    return jsonify(description())


@cache
def description() -> dict[str, Any]:
    """Put the files together."""
    shared, *subjects = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in _files())
    for subject in subjects:
        _join(shared["paths"], subject["paths"])
        for kind, named in subject["components"].items():
            _join(shared["components"].setdefault(kind, {}), named)
    return dict(shared)


def _files() -> list[Path]:
    return sorted(_FOLDER.glob("*.yaml"))


def _join(known: dict[str, Any], more: dict[str, Any]) -> None:
    """Add what one file describes; the same name in another file would hide it."""
    if twice := known.keys() & more.keys():
        raise ValueError(f"described twice: {', '.join(sorted(twice))}")
    known.update(more)
