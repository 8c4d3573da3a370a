"""The events of the servers: a bare list whose other pages the `Link` header names (RFC 8288), as on GitHub.

- `GET /events` with `page`, `limit` and `host`: 200 with `Link` (first, prev, next, last), or 400.
"""

from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from grader.lab.api import reading
from grader.lab.api.clock import minute

_LARGEST_PAGE = 100
_HOSTS = ("srv-web-01", "srv-db-01", "srv-mail-01")
_KINDS = ("login", "backup", "restart", "login-failed", "update")
_COUNT = 23

pages = Blueprint("events", __name__)


@pages.get("/events")
def list_events() -> Response:
    """Answer one page of the events; the header tells where the others are."""
    page = reading.integer("page", default=1, maximum=1_000_000)
    limit = reading.integer("limit", default=10, maximum=_LARGEST_PAGE)
    host = request.args.get("host")
    found = [event for event in _events() if host in (None, event["host"])]
    response = jsonify(found[(page - 1) * limit : page * limit])
    response.headers["Link"] = _links(page, -(-len(found) // limit) or 1, limit, host)
    return response


def _events() -> list[dict[str, Any]]:
    return [
        {
            "id": 301 + number,
            "at": minute(7 * number),
            "host": _HOSTS[number % len(_HOSTS)],
            "kind": _KINDS[number % len(_KINDS)],
        }
        for number in range(_COUNT)
    ]


def _links(page: int, last: int, limit: int, host: str | None) -> str:
    """Name the pages that exist, in the form of RFC 8288."""
    targets = {"first": 1, "prev": min(page - 1, last), "next": page + 1, "last": last}
    there = {relation: number for relation, number in targets.items() if 1 <= number <= last}
    chosen = {} if host is None else {"host": host}
    return ", ".join(
        f'<{_address(**chosen, limit=limit, page=number)}>; rel="{relation}"'
        for relation, number in there.items()
    )


def _address(**params: Any) -> str:
    return url_for("events.list_events", _external=True, **params)
