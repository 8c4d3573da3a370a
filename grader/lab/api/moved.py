"""What is answered elsewhere: addresses that have moved for good, or that point somewhere for a while.

- `GET` and `POST /incidents`: 301 to /tickets, their new name.
- `GET /machines/<name>`: 301 to /servers/<name>.
- `GET /on-call`: 302 to the user who is on call this week.
"""

from flask import Blueprint, Response, jsonify, url_for

# Théo Rousseau, this week.
ON_CALL = 106

pages = Blueprint("moved", __name__)


@pages.route("/incidents", methods=["GET", "POST"])
def old_tickets() -> Response:
    """Send whoever uses the old name of the tickets to the new one."""
    return _elsewhere(301, url_for("tickets.list_tickets", _external=True))


@pages.get("/machines/<name>")
def old_server(name: str) -> Response:
    """Send whoever uses the old name of a server's page to the new one."""
    return _elsewhere(301, url_for("servers.show_server", name=name, _external=True))


@pages.get("/on-call")
def who_is_on_call() -> Response:
    """Point to the user who is on call."""
    return _elsewhere(302, url_for("users.show_user", user_id=ON_CALL, _external=True))


def _elsewhere(status: int, address: str) -> Response:
    answer = jsonify(location=address)
    answer.status_code = status
    answer.headers["Location"] = address
    return answer
