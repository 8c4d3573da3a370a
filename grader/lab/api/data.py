"""Plain data that anyone may read: `GET /data`."""

from flask import Blueprint, Response, jsonify

pages = Blueprint("data", __name__)


@pages.get("/data")
def show_data() -> Response:
    """Answer plain JSON."""
    sensors = [("cpu", 42.5, "%"), ("memory", 61.0, "%"), ("disk", 78.3, "%")]
    return jsonify(status="ok", items=[{"name": n, "value": v, "unit": u} for n, v, u in sensors])
