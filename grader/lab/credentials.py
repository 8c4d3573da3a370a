"""The demonstration credentials: the only ones that the lab knows and that a cassette may hold."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass

_SIGNING_KEY = b"cle-de-demonstration"
_MOST_TOKENS = 100  # that one cassette may hold of a client


@dataclass(frozen=True)
class Account:
    """A demonstration account of the lab: a person's, or a program's."""

    username: str
    password: str
    may_read_protected: bool


ACCOUNTS = (
    Account("admin", "secret", may_read_protected=True),
    Account("lecteur", "lecture", may_read_protected=False),
    Account("username", "password", may_read_protected=False),
)

# The programs that auth.example.com knows: client_id and client_secret.
CLIENTS = (Account("my-client-id", "my-secret", may_read_protected=True),)

# What api.example.com takes without a login, as the module's own examples send it: who it stands for.
_KEYS = {"your-api-key-here": "supervision"}
_FIXED_TOKENS = dict.fromkeys(("token", "your-token"), Account("demonstration", "", may_read_protected=False))

# What the lessons send on purpose although no service accepts it, to show a refusal.
WRONG = frozenset(
    {"mauvais-mot-de-passe", "mauvais-jeton", "jeton-expire", "mauvais-secret", "mauvaise-cle"}
    | {"eyJhbGciOiJIUzI1NiIs..."}  # cut short, as documents show a token
    | {"sk-12345"}  # the key of the module's example of a secret in the code, revoked since
)

# What the stand-in for api.github.com takes (grader/lab/github/callers.py says for whom), and one it refuses.
GITHUB = frozenset(
    {"ghp_your_token_here", "ghp_lecture_seule", "ghp_externe", "ghp_quota_epuise", "ghp_trop_presse"}
    | {"ghp_revoque"}
)

# What the lab's OpenBao takes: two tokens, a program's login, and the token that a login gives, once settled.
VAULT_READER, VAULT_OPERATOR = "jeton-lecture", "jeton-exploitation"
VAULT_ROLE_ID, VAULT_SECRET_ID = "role-sauvegarde", "secret-id-de-demonstration"
VAULT_ISSUED = "s.JetonDeDemonstration0001"
_VAULT_PASSWORDS = ("1", "2", "3", "4", "5", "6", "2025", "messagerie", "recette", "secours", "vpn")
VAULT = frozenset(
    {VAULT_READER, VAULT_OPERATOR, VAULT_SECRET_ID, VAULT_ISSUED, "s.your-token"}
    | {f"mdp-demo-{name}" for name in _VAULT_PASSWORDS}
)

# What the lessons send to httpbin, which accepts any credentials.
ANYWHERE = frozenset({"username", "password", "token", "your-token", "your-api-key-here"})


def token(account: Account) -> str:
    """Return the account's bearer token: a JSON Web Token that is the same at every login."""
    return _signed({"sub": account.username, "protected": account.may_read_protected})


def numbered_token(client: Account, number: int) -> str:
    """Return the token of this number that auth.example.com gives to a client."""
    return _signed({"iss": "https://auth.example.com", "sub": client.username, "jti": str(number)})


def find_login(username: str, password: str) -> Account | None:
    """Return the account that has this name and this password."""
    return next((a for a in ACCOUNTS if (a.username, a.password) == (username, password)), None)


def find_token(value: str) -> Account | None:
    """Return the account whose token is `value`."""
    return next((a for a in ACCOUNTS if token(a) == value), _FIXED_TOKENS.get(value))


def find_client(client_id: str, client_secret: str) -> Account | None:
    """Return the program that has this identifier and this secret."""
    return next((c for c in CLIENTS if (c.username, c.password) == (client_id, client_secret)), None)


def find_client_token(value: str) -> Account | None:
    """Return the program that auth.example.com could have given the token `value` to."""
    try:
        claims = json.loads(base64.urlsafe_b64decode(value.split(".")[1] + "=="))
        number, owner = int(claims["jti"]), claims["sub"]
    except (ValueError, LookupError, TypeError, RecursionError):  # no token of ours: it has other parts
        return None
    client = next((c for c in CLIENTS if c.username == owner), None)
    return client if client and numbered_token(client, number) == value else None


def find_key(value: str) -> str | None:
    """Return the name of the program whose API key is `value`."""
    return _KEYS.get(value)


def listed() -> frozenset[str]:
    """Return every value that may stand where a secret is expected in a cassette."""
    passwords = {account.password for account in (*ACCOUNTS, *CLIENTS)}
    tokens = {token(account) for account in ACCOUNTS}
    numbered = {numbered_token(client, n) for client in CLIENTS for n in range(1, _MOST_TOKENS + 1)}
    fixed = _KEYS.keys() | _FIXED_TOKENS.keys() | GITHUB | VAULT
    return frozenset(passwords | tokens | numbered | fixed | WRONG | ANYWHERE)


def _signed(payload: dict[str, object]) -> str:
    """Write a JSON Web Token."""
    head, claims = _base64url({"alg": "HS256", "typ": "JWT"}), _base64url(payload)
    signature = hmac.digest(_SIGNING_KEY, f"{head}.{claims}".encode(), hashlib.sha256)
    return f"{head}.{claims}.{_strip(base64.urlsafe_b64encode(signature))}"


def _base64url(claims: dict[str, object]) -> str:
    return _strip(base64.urlsafe_b64encode(json.dumps(claims, separators=(",", ":")).encode()))


def _strip(encoded: bytes) -> str:
    return encoded.rstrip(b"=").decode()
