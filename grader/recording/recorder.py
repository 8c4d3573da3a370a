"""Recording in the notebook's kernel: each request goes to the lab, and is kept with its answer."""

import http.client
import json
from pathlib import Path

from grader.replay.cassette import Interaction, digest, dump
from grader.replay.errors import NotRecorded
from grader.replay.http import Answer, Request, set_header

HOSTS = "hosts.json"  # in the recording's folder: the loopback port of each public address
TAPE = "tape.yaml"  # what was recorded, as it came

# Between two machines only, so no part of what was answered.
_HOP_BY_HOP = ("Connection", "Keep-Alive")
_PATIENCE = 30  # seconds that a service may take to answer


class Recorder:
    """Answers requests from the lab's services and writes down what was said, by cell."""

    def __init__(self, folder: Path) -> None:
        self._ports: dict[str, int] = json.loads((folder / HOSTS).read_text())
        self._tape = folder / TAPE
        self._cell: tuple[str, str] | None = None
        self._interactions: list[Interaction] = []

    def begin(self, cell_id: str | None, source: str) -> None:
        """Note which cell makes the requests that follow."""
        self._cell = (cell_id or "", digest(source))

    def answer(self, request: Request) -> Answer:
        """Ask the lab."""
        if self._cell is None:
            raise RuntimeError("La cellule qui appelle start() ne doit pas faire de requête elle-même.")
        answer = self._ask_lab(request)
        self._interactions.append(Interaction(*self._cell, request, answer))
        return answer

    def end(self, error: BaseException | None) -> None:
        """Save what was recorded so far."""
        self._tape.write_text(dump(self._interactions), encoding="utf-8")

    def _ask_lab(self, request: Request) -> Answer:
        port = self._ports.get(f"{request.parts.scheme}://{request.parts.netloc}")
        if port is None:
            raise NotRecorded(request, None)  # what its replay will say, too
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        try:
            _send(connection, request)
            return _receive(connection)
        finally:
            connection.close()


def _send(connection: http.client.HTTPConnection, request: Request) -> None:
    target = request.url.partition("://")[2].partition("/")[2]
    connection.putrequest(request.method, f"/{target}", skip_host=True, skip_accept_encoding=True)
    headers = set_header(request.headers, "Transfer-Encoding", None)
    if request.body:
        headers = set_header(headers, "Content-Length", str(len(request.body)))
    for name, value in headers:
        connection.putheader(name, value)
    connection.endheaders(request.body or None)


def _receive(connection: http.client.HTTPConnection) -> Answer:
    response = connection.getresponse()
    headers = tuple((k, v) for k, v in response.getheaders() if k not in _HOP_BY_HOP)
    return Answer(response.status, response.reason, headers, response.read())
