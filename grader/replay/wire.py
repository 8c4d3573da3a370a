"""Where the replay takes the network's place: below the HTTP libraries, in the socket of a connection.

Everything above is the real thing (Session, Retry, redirects, cookies, streaming, gzip), connections of
any age and thread included. VCR.py's own patches swap the connection classes instead: they read whole
bodies, lose chunks and codings, make loopback requests go through them, and undo one another between
threads.
"""

import http.client
import io
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any

import h11
import urllib3.connection
from urllib3.util.ssl_ import resolve_cert_reqs

from grader.clock.hooks import is_virtual
from grader.replay.guard import is_local
from grader.replay.http import Answer, Request
from grader.replay.patching import replaced
from grader.typography import typeset

Answering = Callable[[Request], Answer]

_CONNECTIONS = (
    ("http", http.client.HTTPConnection),
    ("https", http.client.HTTPSConnection),
    ("http", urllib3.connection.HTTPConnection),
    ("https", urllib3.connection.HTTPSConnection),
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LARGEST_HEAD = 2**20  # bytes of request line and headers
_NOTHING_TO_TELL = typeset(
    "Cette réponse est enregistrée : il n'y a ni connexion ni certificat que « {} » pourrait décrire."
)


@contextmanager
def answered_by(answering: Answering) -> Iterator[None]:
    """Let `answering` answer every HTTP request that is not for this machine.

    Names under `.invalid` never exist (RFC 2606): they are left to fail as they do everywhere.
    """
    with ExitStack() as stack:
        for scheme, connection in _CONNECTIONS:
            connect = _connecting(scheme, connection.connect, answering)
            stack.enter_context(replaced(connection, "connect", connect))
        yield


class AnsweringSocket:
    """Stands where a connection keeps its socket: takes a request's bytes, gives the answer's."""

    def __init__(self, origin: str, answering: Answering) -> None:
        self._origin = origin
        self._answering = answering
        self._sent = bytearray()

    def sendall(self, data: bytes) -> None:
        self._sent += data

    def makefile(self, *_mode: Any) -> io.BytesIO:
        request = parse(bytes(self._sent), self._origin)
        self._sent.clear()
        return io.BytesIO(render(self._answering(request)))

    def fileno(self) -> int:
        return _quiet_pair()[0].fileno()

    def settimeout(self, timeout: float | None) -> None: ...

    def setsockopt(self, *option: Any) -> None: ...

    def shutdown(self, how: int) -> None: ...

    def close(self) -> None: ...

    def __getattr__(self, name: str) -> Any:
        if hasattr(ssl.SSLSocket, name):
            raise Replayed(_NOTHING_TO_TELL.format(name))
        raise AttributeError(name)


class Replayed(AttributeError):
    """Something was asked of a connection that only a real one could tell: a certificate, an address."""

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


def parse(sent: bytes, origin: str) -> Request:
    """Read a request from what a client sent to `origin`."""
    server = h11.Connection(h11.SERVER, max_incomplete_event_size=_LARGEST_HEAD)
    server.receive_data(sent)
    head = server.next_event()
    assert isinstance(head, h11.Request)
    body = bytearray()
    while isinstance(event := server.next_event(), h11.Data):
        body += event.data
    target = head.target.decode()
    url = target if target.startswith("http") else origin + target  # absolute through a proxy
    headers = tuple((k.decode(), v.decode("latin-1")) for k, v in head.headers.raw_items())
    return Request(head.method.decode(), url, headers, bytes(body))


def render(answer: Answer) -> bytes:
    """Write an answer as a server sends it."""
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    chunked = (answer.header("Transfer-Encoding") or "").lower() == "chunked"
    body = _chunks(answer.body) if chunked else answer.body
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def _chunks(body: bytes) -> bytes:
    """Cut a body into one chunk a line, as services that stream lines do."""
    pieces = [b"%x\r\n%b\r\n" % (len(line), line) for line in body.splitlines(keepends=True)]
    return b"".join([*pieces, b"0\r\n\r\n"])


def _connecting(scheme: str, really: Callable[[Any], None], answering: Answering) -> Callable[[Any], None]:
    def connect(connection: Any) -> None:
        host = connection._tunnel_host or connection.host
        # During a check, requests are the stage's business.
        if is_virtual() or is_local(host) or host.lower().rstrip(".").endswith(".invalid"):
            return really(connection)
        port = connection._tunnel_port or connection.port
        connection.sock = AnsweringSocket(_origin(scheme, host, port), answering)
        # As if the certificate were right: urllib3 goes on warning about verify=False.
        connection.is_verified = _checks_certificates(connection)

    return connect


def _origin(scheme: str, host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}" + ("" if port == _DEFAULT_PORTS[scheme] else f":{port}")


def _checks_certificates(connection: Any) -> bool:
    return resolve_cert_reqs(getattr(connection, "cert_reqs", None)) == ssl.CERT_REQUIRED


@cache
def _quiet_pair() -> tuple[socket.socket, socket.socket]:
    """Return two sockets on which nothing is ever said: to urllib3, idle connections that still hold."""
    return socket.socketpair()
