"""Who asks: read from a request's credentials, whichever way they are given."""

from flask import current_app, request

from grader.lab import credentials
from grader.lab.api.problems import refuse
from grader.lab.credentials import Account
from grader.lab.tokens import Tokens

BEARER = 'Bearer realm="api.example.com"'
_BASIC = 'Basic realm="api.example.com", charset="UTF-8"'
_API_KEY = 'ApiKey realm="api.example.com"'
_REJECTED = {"WWW-Authenticate": f'{BEARER}, error="invalid_token"'}


def bearer() -> Account:
    """Return the holder of the request's token, which must be there."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        refuse(401, "En-tête attendu : « Authorization: Bearer <jeton> ».", {"WWW-Authenticate": BEARER})
    return _holder(value)


def optional_caller() -> str | None:
    """Return the name of whoever shows credentials, None where nobody does."""
    key = request.headers.get("X-API-Key", request.args.get("api_key"))
    if key is not None:
        refusal = {"WWW-Authenticate": _API_KEY}
        return credentials.find_key(key) or refuse(401, "Cette clé d'API n'est pas valide.", refusal)
    scheme = request.headers.get("Authorization", "").partition(" ")[0].lower()
    if not scheme:
        return None
    return (_basic() if scheme == "basic" else bearer()).username


def _basic() -> Account:
    given = request.authorization
    pair = (given.username or "", given.password or "") if given else ("", "")
    refusal = {"WWW-Authenticate": _BASIC}
    return credentials.find_login(*pair) or refuse(401, "Nom ou mot de passe incorrect.", refusal)


def _holder(token: str) -> Account:
    tokens: Tokens = current_app.extensions["tokens"]
    known = credentials.find_token(token) or tokens.holder(token)
    return known or refuse(401, "Ce jeton n'est pas valide.", _REJECTED)
