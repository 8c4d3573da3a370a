"""The users.

- `GET /users` with `page`, `limit` and `active` answers `{"data": […], "page":, "limit":, "total":}`;
  `POST /users` 201 with Location; 409 e-mail already taken, 415 not JSON, 422 fields missing or invalid.
- `GET`, `PUT`, `PATCH` and `DELETE /users/<id>`: 200, 200, 200 and 204; 404 when there is no such user.
"""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, url_for
from flask.blueprints import BlueprintSetupState

from grader.lab.api import reading
from grader.lab.api.problems import refuse
from grader.lab.api.users_table import User, Users, shown

_LARGEST_PAGE = 100

pages = Blueprint("users", __name__)


@pages.record
def _open_state(setup: BlueprintSetupState) -> None:
    setup.app.extensions["users"] = Users()


@pages.get("/users")
def list_users() -> Response:
    """Answer one page of the users, those asked for."""
    reading.only("page", "limit", "active")
    page = reading.integer("page", default=1, maximum=1_000_000)
    limit = reading.integer("limit", default=10, maximum=_LARGEST_PAGE)
    found = _users().all(reading.boolean("active"))
    rows = found[(page - 1) * limit : page * limit]
    return jsonify(data=[shown(user) for user in rows], page=page, limit=limit, total=len(found))


@pages.post("/users")
def create_user() -> tuple[Response, int, dict[str, str]]:
    """Add a user."""
    fields = reading.user_fields(reading.json_object(), required=("name", "email"))
    _refuse_taken_email(fields)
    user = _users().create({"active": True, **fields})
    location = url_for("users.show_user", user_id=user.id, _external=True)
    return jsonify(shown(user)), 201, {"Location": location}


@pages.get("/users/<int:user_id>")
def show_user(user_id: int) -> Response:
    """Answer one user."""
    return jsonify(shown(_user(user_id)))


@pages.put("/users/<int:user_id>")
def replace_user(user_id: int) -> Response:
    """Give a user new values for every field, the defaults included."""
    user = _user(user_id)
    fields = reading.user_fields(reading.json_object(), required=("name", "email"))
    return _change(user, {"active": True, **fields})


@pages.patch("/users/<int:user_id>")
def update_user(user_id: int) -> Response:
    """Give a user new values for the fields that are named."""
    user = _user(user_id)
    return _change(user, reading.user_fields(reading.json_object(), required=()))


@pages.delete("/users/<int:user_id>")
def delete_user(user_id: int) -> Response:
    """Remove a user."""
    _users().delete(_user(user_id))
    return Response(status=HTTPStatus.NO_CONTENT)


def _users() -> Users:
    users: Users = current_app.extensions["users"]
    return users


def _user(user_id: int) -> User:
    return _users().get(user_id) or refuse(404, f"Aucun utilisateur ne porte l'identifiant {user_id}.")


def _change(user: User, fields: dict[str, Any]) -> Response:
    _refuse_taken_email(fields, besides=user)
    return jsonify(shown(_users().change(user, fields)))


def _refuse_taken_email(fields: dict[str, Any], besides: User | None = None) -> None:
    owner = _users().owner_of(fields.get("email", ""))
    if owner and owner != besides:
        refuse(409, f"L'adresse {owner.email} appartient déjà à l'utilisateur {owner.id}.", field="email")
