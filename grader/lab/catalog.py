"""The services of the lab: the public address of each, what answers for it, and how it is started."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.metadata import version

from grader.lab import prometheus, slack, vault
from grader.lab.front import Application, public
from grader.lab.wsgi import Shared, serving


@dataclass(frozen=True)
class Service:
    """A service that notebooks call by its public address.

    Attributes:
        origin: the address, as `https://api.example.com`.
        made_of: says which software answers, with its version, for the provenance of the cassettes.
        serving: runs it: a context manager that yields its loopback port and ends it.
    """

    origin: str
    made_of: Callable[[], str]
    serving: Callable[[], AbstractContextManager[int]]

    @property
    def host(self) -> str:
        """The host name that notebooks use."""
        return self.origin.partition("://")[2]


def example_site() -> Application:
    """Build the course's own API, with the server that gives its tokens."""
    from grader.lab.site import create_site

    return public(create_site())


def httpbin() -> Application:
    """Load the real httpbin."""
    logging.getLogger("httpbin").setLevel(logging.ERROR)  # it warns that it has no Swagger page
    from httpbin import app

    return public(app)


def github() -> Application:
    """Build what stands for GitHub: its published recordings, and a stand-in for the rest."""
    from grader.lab.github.application import create_app

    return public(create_app())


def _github_sources() -> str:
    from grader.lab.github.application import MADE_OF

    return MADE_OF


def _distributions(*names: str) -> Callable[[], str]:
    return lambda: ", ".join(f"{name} {version(name)}" for name in names)


_EXAMPLE = Shared("grader.lab.catalog:example_site()")

SERVICES = (
    Service("https://api.example.com", _distributions("grader", "Flask"), _EXAMPLE.serving),
    Service(
        "https://httpbin.org", _distributions("httpbin"), lambda: serving("grader.lab.catalog:httpbin()")
    ),
    Service("https://hooks.slack.com", slack.made_of, lambda: serving("grader.lab.slack:application()")),
    Service("https://api.github.com", _github_sources, lambda: serving("grader.lab.catalog:github()")),
    Service("http://prometheus:9090", prometheus.made_of, prometheus.serving),
    Service("https://vault.example.com", vault.made_of, vault.serving),
    Service("https://auth.example.com", _distributions("grader", "Flask"), _EXAMPLE.serving),
)


def needed_by(source: str) -> list[Service]:
    """Return the services whose host name stands in a notebook's source."""
    return [service for service in SERVICES if service.host in source]
