"""Two services that fail for a while: they count requests, not seconds, so that every start is alike.

- `GET /reports` serves two requests, then answers 429 with `Retry-After` once, and so on.
- `GET /backups` answers 503 twice, then 200, and so on.
"""

from itertools import count
from typing import Any

from flask import Blueprint, Response, current_app, jsonify
from flask.blueprints import BlueprintSetupState

from grader.lab.api.problems import problem

_SERVED = 2
_FAILURES = 2
_PAUSE = 1  # seconds

pages = Blueprint("quotas", __name__)


@pages.record
def _open_state(setup: BlueprintSetupState) -> None:
    setup.app.extensions["reports"] = count()
    setup.app.extensions["backups"] = count()


@pages.get("/reports")
def list_reports() -> Response:
    """Answer the reports, as long as the quota lasts; whoever was refused is taken to have waited."""
    used = _asked("reports") % (_SERVED + 1)
    headers = {"X-RateLimit-Limit": str(_SERVED), "X-RateLimit-Remaining": str(max(0, _SERVED - 1 - used))}
    if used == _SERVED:
        detail = f"Quota épuisé ({_SERVED} requêtes) : attendez {_PAUSE} s."
        return problem(429, detail, {**headers, "Retry-After": str(_PAUSE)}, retry_after=_PAUSE)
    response = _rows(("2026-01-03", "disques"), ("2026-01-04", "comptes"), names=("day", "subject"))
    response.headers.update(headers)
    return response


@pages.get("/backups")
def list_backups() -> Response:
    """Answer the latest backups, once the service is up again."""
    if _asked("backups") % (_FAILURES + 1) < _FAILURES:
        return problem(503, "Le service redémarre. Réessayez dans un instant.")
    return _rows(("srv-web-01", 12.4), ("srv-db-01", 85.0), ("srv-mail-01", 41.7), names=("host", "size_gb"))


def _asked(resource: str) -> int:
    """Return how many requests came before this one."""
    return int(next(current_app.extensions[resource]))


def _rows(*rows: tuple[Any, ...], names: tuple[str, ...]) -> Response:
    return jsonify(data=[dict(zip(names, row, strict=True)) for row in rows])
