"""api.example.com: the course's own API, small, real, and the same at every start.

- `GET /users` with `page`, `limit` and `active` answers `{"data": […], "page":, "limit":, "total":}`;
  `POST /users` 201 with Location; 409 e-mail already taken, 415 not JSON, 422 fields missing or invalid.
- `GET`, `PUT`, `PATCH` and `DELETE /users/<id>`: 200, 200, 200 and 204; 404 when there is no such user.
- `POST /login` takes a form: 200 with a token, 400, 401, 415.
- `GET /protected` wants `Authorization: Bearer <token>`: 200, 401, 403.
- `GET /data` answers plain JSON.

Refusals are problem bodies (`application/problem+json`).
"""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, request, url_for
from werkzeug.exceptions import HTTPException

from grader.lab import credentials, reading
from grader.lab.problems import as_problem, problem, refuse
from grader.lab.users import User, Users, shown

_LARGEST_PAGE = 100
_REALM = 'Bearer realm="api.example.com"'

pages = Blueprint("api", __name__)


def create_app() -> Flask:
    """Build the API with its opening users; two applications share nothing."""
    app = Flask(__name__, static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.compact = False  # type: ignore[attr-defined]  # readable in a cassette as on a screen
    app.extensions["users"] = Users()
    app.register_blueprint(pages)
    app.register_error_handler(HTTPException, as_problem)
    app.after_request(_tidy)
    return app


@pages.get("/users")
def list_users() -> Response:
    """Answer one page of the users, those asked for."""
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
    location = url_for("api.show_user", user_id=user.id, _external=True)
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


@pages.post("/login")
def log_in() -> Response:
    """Exchange a name and a password for a token."""
    account = credentials.find_login(*reading.login_form())
    if account is None:
        return problem(401, "Nom d'utilisateur ou mot de passe incorrect.", {"WWW-Authenticate": _REALM})
    return jsonify(token=credentials.token(account), token_type="Bearer", expires_in=3600)


@pages.get("/protected")
def show_protected() -> Response:
    """Answer only those whose token has the right."""
    account = _bearer()
    if not account.may_read_protected:
        refuse(403, f"Le compte « {account.username} » n'a pas le droit de lire cette page.")
    return jsonify(message="Vous êtes authentifié.", user=account.username)


@pages.get("/data")
def show_data() -> Response:
    """Answer plain JSON."""
    sensors = [("cpu", 42.5, "%"), ("memory", 61.0, "%"), ("disk", 78.3, "%")]
    return jsonify(status="ok", items=[{"name": n, "value": v, "unit": u} for n, v, u in sensors])


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


def _bearer() -> credentials.Account:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        refuse(401, "En-tête attendu : « Authorization: Bearer <jeton> ».", {"WWW-Authenticate": _REALM})
    rejected = {"WWW-Authenticate": f'{_REALM}, error="invalid_token"'}
    return credentials.find_token(value) or refuse(401, "Ce jeton n'est pas valide.", rejected)


def _tidy(response: Response) -> Response:
    """Answer as most services do, and the same in every process."""
    response.status = f"{response.status_code} {HTTPStatus(response.status_code).phrase}"
    if response.status_code == HTTPStatus.NO_CONTENT:
        del response.headers["Content-Type"]
    if "Allow" in response.headers:  # Flask lists the methods in the order of a set
        response.headers["Allow"] = ", ".join(sorted(response.headers["Allow"].split(", ")))
    return response
