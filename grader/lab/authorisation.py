"""auth.example.com: gives tokens to programs (OAuth 2.0, RFC 6749, client credentials) and takes them back.

- `POST /oauth/token` takes a form: `grant_type=client_credentials` with `client_id` and `client_secret`, or
  these two by Basic authentication. 200 with a token that lasts an hour, else 400 or 401 with `error`.
- `POST /oauth/revoke` (RFC 7009) takes `token` and the same credentials: 200, whether it was known or not.

Refusals have the body of RFC 6749 (section 5.2), whose texts are plain ASCII.
"""

from collections.abc import Mapping
from typing import NoReturn

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from grader.lab import credentials
from grader.lab.credentials import Account
from grader.lab.tidy import tidy
from grader.lab.tokens import Tokens

HOST = "auth.example.com"
LIFETIME = 3600  # seconds

_FORM = "application/x-www-form-urlencoded"
_BASIC = f'Basic realm="{HOST}"'

pages = Blueprint("authorisation", __name__)


def create_auth(tokens: Tokens) -> Flask:
    """Build the authorisation server."""
    app = Flask(__name__, static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["tokens"] = tokens
    app.register_blueprint(pages)
    app.register_error_handler(HTTPException, _as_error)
    app.after_request(_keep_nowhere)
    app.after_request(tidy)
    return app


@pages.post("/oauth/token")
def give_token() -> Response:
    """Give a program a token in its own name."""
    grant = _field("grant_type")
    client = _client()
    if grant != "client_credentials":
        _refuse(400, "unsupported_grant_type", "Seul grant_type=client_credentials est pris en charge.")
    return jsonify(access_token=_tokens().issue(client), token_type="Bearer", expires_in=LIFETIME)


@pages.post("/oauth/revoke")
def revoke_token() -> Response:
    """Take a token back; only its own client may ask for that."""
    token = _field("token")
    client = _client()
    if _tokens().holder(token) == client:
        _tokens().revoke(token)
    return Response()


def _tokens() -> Tokens:
    tokens: Tokens = current_app.extensions["tokens"]
    return tokens


def _field(name: str) -> str:
    """Read a field of the form, which must be there once."""
    if request.mimetype != _FORM:
        _refuse(400, "invalid_request", f"Formulaire attendu ({_FORM}).")
    values = request.form.getlist(name)
    if len(values) != 1 or not values[0]:
        _refuse(400, "invalid_request", f"Champ attendu une fois, et une seule : {name}.")
    return values[0]


def _client() -> Account:
    """Return the client that proves who it is: by Basic authentication, else in the form."""
    by_header = "Authorization" in request.headers
    if by_header and "client_secret" in request.form:
        _refuse(400, "invalid_request", "Le client s'authentifie de deux manieres : une seule est permise.")
    known = credentials.find_client(*(_basic_pair() if by_header else _form_pair()))
    challenge = {"WWW-Authenticate": _BASIC} if by_header else {}
    return known or _refuse(401, "invalid_client", "Client inconnu, ou secret faux.", challenge)


def _basic_pair() -> tuple[str, str]:
    given = request.authorization
    if given is None or given.type != "basic":
        return "", ""
    return given.username or "", given.password or ""


def _form_pair() -> tuple[str, str]:
    return request.form.get("client_id", ""), request.form.get("client_secret", "")


def _refuse(status: int, error: str, description: str, headers: Mapping[str, str] | None = None) -> NoReturn:
    answer = jsonify(error=error, error_description=description)
    answer.status_code = status
    answer.headers.extend(headers or {})
    abort(answer)


def _as_error(error: HTTPException) -> Response | HTTPException:
    """Give the framework's own refusals (404, 405…) a JSON body, keeping their headers."""
    if error.response is not None or error.code is None:
        return error
    answer = jsonify(error="invalid_request", error_description=error.name)
    answer.status_code = error.code
    answer.headers.extend((name, value) for name, value in error.get_headers() if name != "Content-Type")
    return answer


def _keep_nowhere(response: Response) -> Response:
    """Forbid any cache to keep a token, as RFC 6749 wants."""
    response.headers["Cache-Control"] = "no-store"
    return response
