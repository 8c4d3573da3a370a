"""The servers of api.example.com's inventory, kept in memory: the same at every start."""

from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Server:
    """One server, in the order in which the API shows the fields."""

    name: str
    role: str
    os: str
    disk_gb: int
    in_service: bool


_OPENING = (
    Server("web-01", "web", "Debian 12", 40, True),
    Server("web-02", "web", "Debian 12", 40, True),
    Server("web-03", "web", "Debian 11", 20, False),
    Server("web-04", "web", "Debian 11", 20, False),
    Server("db-01", "base de données", "Debian 12", 500, True),
    Server("db-02", "base de données", "Debian 12", 500, True),
    Server("mail-01", "messagerie", "Debian 12", 200, True),
    Server("dns-01", "DNS", "Debian 12", 10, True),
    Server("dns-02", "DNS", "Debian 12", 10, True),
    Server("sauv-01", "sauvegarde", "Debian 12", 4000, True),
    Server("log-01", "journaux", "Ubuntu 24.04", 1000, True),
    Server("mon-01", "supervision", "Ubuntu 24.04", 100, True),
)


class Servers:
    """The table of servers, by name: whoever creates one chooses its name, and so its address."""

    def __init__(self) -> None:
        self._rows = {server.name: server for server in _OPENING}

    def all(self, role: str | None = None) -> list[Server]:
        """Return the servers, only those of a role if it is given."""
        return [server for server in self._rows.values() if role in (None, server.role)]

    def get(self, name: str) -> Server | None:
        """Return a server, or None."""
        return self._rows.get(name)

    def put(self, server: Server) -> None:
        """Add this server, or put it in the place of the one that has its name."""
        self._rows[server.name] = server

    def change(self, server: Server, fields: dict[str, Any]) -> Server:
        """Give these fields new values."""
        self._rows[server.name] = replace(server, **fields)
        return self._rows[server.name]

    def delete(self, server: Server) -> None:
        """Remove a server."""
        del self._rows[server.name]


def shown(server: Server) -> dict[str, Any]:
    """Return the server as the API shows it."""
    return asdict(server)
