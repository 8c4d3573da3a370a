"""What GitHub and Vault take for one and the same, by the documentation of their APIs."""

import re
from datetime import UTC, datetime

from grader.replay.http import Request

_HOST = "api.github.com"
_VAULT = "vault.example.com"
_OPEN = re.compile(r"/v1/(sys/(health|init|leader|seal-status)|auth/.+/login)")  # Vault reads no token there


def credential(request: Request, name: str) -> str | None:
    """Return a credential that counts; ``token …`` is GitHub's former spelling of ``Bearer …``."""
    if request.host == _VAULT and _OPEN.fullmatch(request.parts.path):
        return None
    value = request.header(name)
    scheme, _, token = (value or "").partition(" ")
    return f"Bearer {token}" if request.host == _HOST and scheme.lower() == "token" else value


def parameters(request: Request, form: dict[str, str | list[str]]) -> dict[str, str | list[str]]:
    """Return the parameters of an address, with a ``since`` as GitHub's own examples write it."""
    since = form.get("since")
    if request.host != _HOST or not isinstance(since, str):
        return form
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        return form
    if moment.tzinfo is None or moment.microsecond:
        return form
    return {**form, "since": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
