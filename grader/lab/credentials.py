"""The demonstration credentials: the only ones that the lab knows and that a cassette may hold."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass

_SIGNING_KEY = b"cle-de-demonstration"


@dataclass(frozen=True)
class Account:
    """A demonstration account of the lab."""

    username: str
    password: str
    may_read_protected: bool


ACCOUNTS = (
    Account("admin", "secret", may_read_protected=True),
    Account("lecteur", "lecture", may_read_protected=False),
)

# What the lessons send on purpose although no service accepts it, to show a refusal.
WRONG = frozenset({"mauvais-mot-de-passe", "mauvais-jeton", "jeton-expire"})

# What the lessons send to httpbin, which accepts any credentials.
ANYWHERE = frozenset({"username", "password", "token", "your-token", "your-api-key-here"})


def token(account: Account) -> str:
    """Return the account's bearer token: a JSON Web Token that is the same at every login."""
    head = _base64url({"alg": "HS256", "typ": "JWT"})
    claims = _base64url({"sub": account.username, "protected": account.may_read_protected})
    signature = hmac.digest(_SIGNING_KEY, f"{head}.{claims}".encode(), hashlib.sha256)
    return f"{head}.{claims}.{_strip(base64.urlsafe_b64encode(signature))}"


def find_login(username: str, password: str) -> Account | None:
    """Return the account that has this name and this password."""
    return next((a for a in ACCOUNTS if (a.username, a.password) == (username, password)), None)


def find_token(value: str) -> Account | None:
    """Return the account whose token is `value`."""
    return next((a for a in ACCOUNTS if token(a) == value), None)


def listed() -> frozenset[str]:
    """Return every value that may stand where a secret is expected in a cassette."""
    passwords = {account.password for account in ACCOUNTS}
    tokens = {token(account) for account in ACCOUNTS}
    return frozenset(passwords | tokens | WRONG | ANYWHERE)


def _base64url(claims: dict[str, object]) -> str:
    return _strip(base64.urlsafe_b64encode(json.dumps(claims, separators=(",", ":")).encode()))


def _strip(encoded: bytes) -> str:
    return encoded.rstrip(b"=").decode()
