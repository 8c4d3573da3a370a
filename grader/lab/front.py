"""What stands before a service of the lab: it lets a loopback server answer as its public self."""

from collections.abc import Callable, Iterable
from typing import Any

# An address of documentation (RFC 5737): the caller that the services see and some of them repeat.
CALLER = "203.0.113.7"

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def public(application: Application) -> Application:
    """Serve `application` as if it were reached from elsewhere over HTTPS."""

    def front(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return application({**environ, "wsgi.url_scheme": "https", "REMOTE_ADDR": CALLER}, start_response)

    return front
