"""Who asks, and what they may see.

- `POST /login` takes a form: 200 with a token, 400, 401, 415.
- `GET /protected` wants `Authorization: Bearer <token>`: 200, 401, 403.
"""

from flask import Blueprint, Response, jsonify, request

from grader.lab import credentials
from grader.lab.api import reading
from grader.lab.api.problems import problem, refuse

_REALM = 'Bearer realm="api.example.com"'

pages = Blueprint("accounts", __name__)


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


def _bearer() -> credentials.Account:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        refuse(401, "En-tête attendu : « Authorization: Bearer <jeton> ».", {"WWW-Authenticate": _REALM})
    rejected = {"WWW-Authenticate": f'{_REALM}, error="invalid_token"'}
    return credentials.find_token(value) or refuse(401, "Ce jeton n'est pas valide.", rejected)
