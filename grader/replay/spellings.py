"""The spellings that GitHub takes for one another, by its REST API's documentation."""

from datetime import UTC, datetime

from grader.replay.http import Request

_HOST = "api.github.com"


def credential(request: Request, name: str) -> str | None:
    """Return a credential; ``token …`` is GitHub's former spelling of ``Bearer …``."""
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
