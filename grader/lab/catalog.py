"""The services of the lab: the public address of each, and the application that answers for it."""

import logging
from dataclasses import dataclass
from importlib.metadata import version

from grader.lab.front import Application, public


@dataclass(frozen=True)
class Service:
    """A service that notebooks call by its public address."""

    origin: str
    software: tuple[str, ...]  # the distributions that it is made of
    application: str  # what the WSGI server loads

    @property
    def host(self) -> str:
        """The host name that notebooks use."""
        return self.origin.partition("://")[2]

    def versions(self) -> str:
        """Say which software answers, with its version."""
        return ", ".join(f"{name} {version(name)}" for name in self.software)


def example_api() -> Application:
    """Build the course's own API."""
    from grader.lab.api import create_app

    return public(create_app())


def httpbin() -> Application:
    """Load the real httpbin."""
    logging.getLogger("httpbin").setLevel(logging.ERROR)  # it warns that it has no Swagger page
    from httpbin import app

    return public(app)


SERVICES = (
    Service("https://api.example.com", ("grader", "Flask"), "grader.lab.catalog:example_api()"),
    Service("https://httpbin.org", ("httpbin",), "grader.lab.catalog:httpbin()"),
)


def needed_by(source: str) -> list[Service]:
    """Return the services whose host name stands in a notebook's source."""
    return [service for service in SERVICES if service.host in source]
