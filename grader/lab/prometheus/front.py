"""What stands before Prometheus: it holds the clock, and Prometheus computes every answer."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from grader.replay.stopped_clock import FORM, NOW, settled_query

_INSTANT = "/api/v1/query"
_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}


@contextmanager
def fronting(port: int) -> Iterator[int]:
    """Stand before the Prometheus that listens on this loopback port; yield the front's own."""
    handler = type("_Handler", (_Front,), {"behind": port})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


class _Front(BaseHTTPRequestHandler):
    """Passes a request on, its moments changed, and the answer back as it is."""

    behind: int

    def do_GET(self) -> None:
        self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def log_message(self, *_said: object) -> None: ...

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        form = self.headers.get_content_type() == FORM
        target, body = held(self.path, body, time.time(), form=form)
        connection = HTTPConnection("127.0.0.1", self.behind, timeout=30)
        try:
            connection.request(self.command, target, body or None, self._kept(self.headers.items()))
            answer = connection.getresponse()
            self._give_back(answer.status, answer.reason, answer.getheaders(), answer.read())
        finally:
            connection.close()

    def _give_back(self, status: int, reason: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status, reason)
        for name, value in {**self._kept(headers), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    @staticmethod
    def _kept(headers: list[tuple[str, str]]) -> dict[str, str]:
        return {name: value for name, value in headers if name.lower() not in _HOP_BY_HOP}


def held(target: str, body: bytes, present: float, *, form: bool) -> tuple[str, bytes]:
    """Return the target and the body that Prometheus gets: their moments by the clock that stands still.

    Args:
        target: path and query, as the client sent them.
        body: a form where `form` says so.
        present: the real time, in seconds since 1970.
    """
    path, _, query = target.partition("?")
    if form:
        body = settled_query(body.decode(), present).encode()
    query = settled_query(query, present)
    if path == _INSTANT and "time" not in parse_qs(query) and not (form and b"time" in parse_qs(body)):
        query = f"{query}&time={NOW:.0f}".lstrip("&")
    return f"{path}?{query}" if query else path, body
