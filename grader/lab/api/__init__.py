"""api.example.com: the course's own API, small, real, and the same at every start.

Each module holds what one lesson needs: its routes, in a blueprint, and the rows that they start with.
Refusals are problem bodies (`application/problem+json`, RFC 9457).
"""

from flask import Flask
from werkzeug.exceptions import HTTPException

from grader.lab.api import (
    accounts,
    data,
    description,
    events,
    files,
    logs,
    moved,
    orders,
    outages,
    posts,
    quotas,
    servers,
    tickets,
    users,
)
from grader.lab.api.problems import as_problem
from grader.lab.tidy import tidy

# Each has `pages`, a blueprint, which sets up its own rows when it is registered.
_PARTS = (
    users,
    accounts,
    data,
    servers,
    tickets,
    moved,
    outages,
    files,
    orders,
    logs,
    events,
    quotas,
    posts,
    description,
)


def create_app() -> Flask:
    """Build the API with its opening rows; two applications share nothing."""
    app = Flask(__name__, static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.compact = False  # type: ignore[attr-defined]  # readable in a cassette as on a screen
    for part in _PARTS:
        app.register_blueprint(part.pages)
    app.register_error_handler(HTTPException, as_problem)
    app.after_request(tidy)
    return app
