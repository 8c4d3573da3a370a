"""The orders, which nobody wants twice.

- `POST /orders` takes `item` and `quantity`: 201 with Location; 400, 415, 422. With an `Idempotency-Key`
  header, the same key gives the same answer again, with `Idempotent-Replayed: true`; with another body, 422.
- `GET /orders` answers `{"data": […], "total":}`; `GET /orders/<id>` 200 or 404.
"""

from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request, url_for
from flask.blueprints import BlueprintSetupState

from grader.lab.api import logs, reading
from grader.lab.api.clock import minute
from grader.lab.api.problems import refuse

_FIRST_ID = 5001
_LARGEST_QUANTITY = 1000
_LONGEST_KEY = 255

pages = Blueprint("orders", __name__)


@dataclass(frozen=True)
class Order:
    """One order, in the order in which the API shows the fields."""

    id: int
    item: str
    quantity: int
    created_at: str


class Orders:
    """The orders that were placed, and which key placed which."""

    def __init__(self) -> None:
        self.rows: dict[int, Order] = {}
        self.placed_by: dict[str, Order] = {}

    def place(self, item: str, quantity: int, key: str | None) -> Order:
        """Add an order under the next id; every order takes one minute of the API's own clock."""
        number = len(self.rows)
        order = Order(_FIRST_ID + number, item, quantity, created_at=minute(number))
        self.rows[order.id] = order
        if key is not None:
            self.placed_by[key] = order
        return order


@pages.record
def _open_state(setup: BlueprintSetupState) -> None:
    setup.app.extensions["orders"] = Orders()


@pages.get("/orders")
def list_orders() -> Response:
    """Answer all the orders."""
    rows = [asdict(order) for order in _orders().rows.values()]
    return jsonify(data=rows, total=len(rows))


@pages.post("/orders")
def place_order() -> tuple[Response, int, dict[str, str]]:
    """Place an order, or answer what its key has placed already."""
    key = _idempotency_key()
    item, quantity = _wanted(reading.json_object())
    if key is None or (known := _orders().placed_by.get(key)) is None:
        order = _orders().place(item, quantity, key)
        logs.write("info", f"Commande {order.id} enregistrée : {quantity} × {item}.")
        return _placed(order, {})
    if (known.item, known.quantity) != (item, quantity):
        refuse(422, f"La clé « {key} » a déjà servi pour une autre commande ({known.id}).", order=known.id)
    return _placed(known, {"Idempotent-Replayed": "true"})


@pages.get("/orders/<int:order_id>")
def show_order(order_id: int) -> Response:
    """Answer one order."""
    order = _orders().rows.get(order_id) or refuse(404, f"Aucune commande ne porte le numéro {order_id}.")
    return jsonify(asdict(order))


def _orders() -> Orders:
    orders: Orders = current_app.extensions["orders"]
    return orders


def _placed(order: Order, headers: dict[str, str]) -> tuple[Response, int, dict[str, str]]:
    location = url_for("orders.show_order", order_id=order.id, _external=True)
    return jsonify(asdict(order)), 201, {"Location": location, **headers}


def _idempotency_key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None or 1 <= len(key.strip()) <= _LONGEST_KEY:
        return key and key.strip()
    refuse(400, f"En-tête Idempotency-Key : de 1 à {_LONGEST_KEY} caractères attendus.")


def _wanted(body: dict[str, Any]) -> tuple[str, int]:
    rules = (
        ("item", _is_name, "un texte non vide"),
        ("quantity", _is_quantity, f"un entier de 1 à {_LARGEST_QUANTITY}"),
    )
    errors = [
        {"field": name, "message": f"attendu : {rule}"}
        for name, valid, rule in rules
        if not valid(body.get(name))
    ]
    if errors:
        wrong = ", ".join(error["field"] for error in errors)
        refuse(422, f"Champs manquants ou invalides : {wrong}.", errors=errors)
    return body["item"], body["quantity"]


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _is_quantity(value: Any) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole and 1 <= value <= _LARGEST_QUANTITY
