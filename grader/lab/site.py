"""api.example.com and auth.example.com in one process: the one accepts the tokens that the other gives."""

from collections.abc import Callable, Iterable
from typing import Any

from grader.lab import authorisation
from grader.lab.api import create_app
from grader.lab.front import Application


def create_site() -> Application:
    """Build both; a request goes to the one that its Host header names, any other to the API."""
    api = create_app()
    auth = authorisation.create_auth(api.extensions["tokens"])

    def site(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "").partition(":")[0].lower()
        return (auth if host == authorisation.HOST else api)(environ, start_response)

    return site
