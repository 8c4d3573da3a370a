"""The support tickets, numbered by the API.

- `GET /tickets` and `GET /tickets/<id>`: 200; 404.
- `POST /tickets`: 201 with Location; 400, 415, 422. Two of the same title are two tickets.
"""

from dataclasses import asdict, dataclass

from flask import Blueprint, Response, current_app, jsonify, url_for
from flask.blueprints import BlueprintSetupState

from grader.lab.api import reading
from grader.lab.api.clock import minute
from grader.lab.api.problems import refuse

_FIRST_ID = 501
_TITLES = ("Imprimante du 2e étage muette", "Badge d'accès perdu")

pages = Blueprint("tickets", __name__)


@dataclass(frozen=True)
class Ticket:
    """One ticket, in the order in which the API shows the fields."""

    id: int
    title: str
    created_at: str


class Tickets:
    """The table of tickets; every creation takes one minute of the API's own clock."""

    def __init__(self) -> None:
        self._rows: list[Ticket] = []
        for title in _TITLES:
            self.create(title)

    def all(self) -> list[Ticket]:
        """Return the tickets by id."""
        return list(self._rows)

    def create(self, title: str) -> Ticket:
        """Add a ticket under the next id."""
        number = len(self._rows)
        ticket = Ticket(_FIRST_ID + number, title, created_at=minute(number))
        self._rows.append(ticket)
        return ticket


@pages.record
def _open_state(setup: BlueprintSetupState) -> None:
    setup.app.extensions["tickets"] = Tickets()


@pages.get("/tickets")
def list_tickets() -> Response:
    """Answer all tickets."""
    rows = [asdict(ticket) for ticket in _tickets().all()]
    return jsonify(data=rows, total=len(rows))


@pages.post("/tickets")
def open_ticket() -> tuple[Response, int, dict[str, str]]:
    """Add a ticket, whether or not there is one like it."""
    title = reading.json_object().get("title")
    if not isinstance(title, str) or not title.strip():
        errors = [{"field": "title", "message": "attendu : un texte non vide"}]
        refuse(422, "Champs manquants ou invalides : title.", errors=errors)
    ticket = _tickets().create(title)
    location = url_for("tickets.show_ticket", ticket_id=ticket.id, _external=True)
    return jsonify(asdict(ticket)), 201, {"Location": location}


@pages.get("/tickets/<int:ticket_id>")
def show_ticket(ticket_id: int) -> Response:
    """Answer one ticket."""
    found = next((ticket for ticket in _tickets().all() if ticket.id == ticket_id), None)
    return jsonify(asdict(found or refuse(404, f"Aucun ticket ne porte le numéro {ticket_id}.")))


def _tickets() -> Tickets:
    tickets: Tickets = current_app.extensions["tickets"]
    return tickets
