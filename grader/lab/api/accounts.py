"""Accounts and their tokens, and a page that is not for everyone.

- `POST /login` takes a form: 200 with a token, 400, 401, 415.
- `GET /protected` wants `Authorization: Bearer <token>`: a token of `/login` or of auth.example.com.
  200, 401, 403.
"""

from flask import Blueprint, Response, jsonify
from flask.blueprints import BlueprintSetupState

from grader.lab import credentials
from grader.lab.api import reading
from grader.lab.api.callers import BEARER, bearer
from grader.lab.api.problems import problem, refuse
from grader.lab.tokens import Tokens

pages = Blueprint("accounts", __name__)


@pages.record
def _open_state(setup: BlueprintSetupState) -> None:
    setup.app.extensions["tokens"] = Tokens()


@pages.post("/login")
def log_in() -> Response:
    """Exchange a name and a password for a token."""
    account = credentials.find_login(*reading.login_form())
    if account is None:
        return problem(401, "Nom d'utilisateur ou mot de passe incorrect.", {"WWW-Authenticate": BEARER})
    return jsonify(token=credentials.token(account), token_type="Bearer", expires_in=3600)


@pages.get("/protected")
def show_protected() -> Response:
    """Answer only those whose token has the right."""
    account = bearer()
    if not account.may_read_protected:
        refuse(403, f"Le compte « {account.username} » n'a pas le droit de lire cette page.")
    return jsonify(message="Vous êtes authentifié.", user=account.username)
