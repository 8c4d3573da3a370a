"""Measures that anyone may read: `GET /data`.

Nobody has to say who they are; who does so must be right, or else gets a 401: `Authorization: Basic` or
`Bearer`, and an API key as `X-API-Key` or `?api_key=`. The answer then names them.
"""

from flask import Blueprint, Response, jsonify

from grader.lab.api.callers import optional_caller

pages = Blueprint("data", __name__)


@pages.get("/data")
def show_data() -> Response:
    """Answer plain JSON."""
    sensors = [("cpu", 42.5, "%"), ("memory", 61.0, "%"), ("disk", 78.3, "%")]
    items = [{"name": n, "value": v, "unit": u} for n, v, u in sensors]
    caller = optional_caller()
    return jsonify(status="ok", items=items, **({"caller": caller} if caller else {}))
