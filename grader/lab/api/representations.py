"""One resource, several representations: JSON, CSV or HTML, as the `Accept` header wishes.

The answer says what it depends on (`Vary: Accept`) and carries a strong ETag, made from its very bytes:
a client that has them already (`If-None-Match`) is answered 304, without a body.
"""

import csv
import hashlib
import io
from collections.abc import Sequence
from html import escape
from typing import Any

from flask import Response, json, request

from grader.lab.api.problems import refuse

Row = dict[str, Any]

_VARY = {"Vary": "Accept"}
_OFFERED = ("application/json", "text/csv", "text/html")


def represented(resource: Any, rows: Sequence[Row], columns: Sequence[str]) -> Response:
    """Answer a GET with the representation that the client prefers.

    Args:
        resource: what JSON shows.
        rows: what the tables of CSV and HTML show.
        columns: the columns of these tables.
    """
    body, content_type = _body(_wanted(), resource, rows, columns)
    tag = etag(body)
    headers = {**_VARY, "ETag": f'"{tag}"'}
    if request.if_none_match.contains_weak(tag):
        return Response(status=304, headers=headers)
    return Response(body, headers=headers, content_type=content_type)


def etag(body: str) -> str:
    """Return the tag of these bytes: the same bytes have the same, whenever and wherever they are sent."""
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def as_json(resource: Any) -> str:
    """Return the JSON of a resource, as readable in a cassette as on a screen."""
    return json.dumps(resource, indent=2) + "\n"


def _wanted() -> str:
    if not request.headers.get("Accept", "").strip():
        return _OFFERED[0]
    best = request.accept_mimetypes.best_match(_OFFERED)
    if best is None:
        offered = ", ".join(_OFFERED)
        refuse(406, f"Représentations disponibles : {offered}.", _VARY, accepted=list(_OFFERED))
    return best


def _body(wanted: str, resource: Any, rows: Sequence[Row], columns: Sequence[str]) -> tuple[str, str]:
    if wanted == "text/csv":
        return _as_csv(rows, columns), "text/csv; charset=utf-8"
    if wanted == "text/html":
        return _as_html(rows, columns), "text/html; charset=utf-8"
    return as_json(resource), "application/json"


def _as_csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows({name: _cell(row[name]) for name in columns} for row in rows)
    return text.getvalue()


def _as_html(rows: Sequence[Row], columns: Sequence[str]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    lines = ["".join(f"<td>{escape(str(_cell(row[name])))}</td>" for name in columns) for row in rows]
    body = "\n".join(f"  <tr>{line}</tr>" for line in [head, *lines])
    return f"<!DOCTYPE html>\n<table>\n{body}\n</table>\n"


def _cell(value: Any) -> Any:
    """Write a boolean as JSON does, in place of Python's own spelling."""
    return str(value).lower() if isinstance(value, bool) else value
