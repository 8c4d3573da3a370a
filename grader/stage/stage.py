"""The loopback server itself: routes, connections, and the log."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from requests.structures import CaseInsensitiveDict

from grader.clock import Clock
from grader.errors import UserError
from grader.stage.answer import Answer
from grader.stage.connection import PATIENCE, Connection, StageThread
from grader.stage.exchange import Exchange

HOST = "127.0.0.1"
# What one check may cost: its log fits in memory, its connections in the process, whatever the code sends.
MAX_BYTES = 64_000_000
REQUEST_COST = 4_000
MAX_THREADS = 500


@dataclass
class Route:
    """A path of the stage and the answers it gives, the last one for ever."""

    url: str
    path: str
    method: str | None
    answers: list[Answer]
    requests: list[Exchange] = field(default_factory=list)

    def serves(self, exchange: Exchange) -> bool:
        """Say whether a request is for this route."""
        return self.path == exchange.path and self.method in (None, exchange.method)

    def next(self) -> Answer:
        """Return the next scripted answer."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Stage:
    """A loopback HTTP server that answers as it is told and remembers what it was asked.

    With a `Clock`, time is virtual: bytes leave when the client's wait is granted (`pull`). Without
    one, time is real, and a notebook can try its code on slow and failing services.

    Attributes:
        virtual: whether bytes leave when the client's wait is granted, rather than when they are due.
        requests: what arrived, in order.

    Example:
        >>> stage = Stage()
        >>> lent = stage.route("/lent", json={"status": "ok"}, delay=3)
        >>> requests.get(lent.url, timeout=1)  # raises ReadTimeout after one second
    """

    def __init__(self, clock: Clock | None = None, listener: socket.socket | None = None) -> None:
        self.clock = clock
        self._listener = listener or socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://{HOST}:{self.port}"
        self._lock = threading.Condition()
        self._connections: dict[int, Connection] = {}
        self._began = time.monotonic()
        self.virtual = clock is not None
        self.reset()
        StageThread(self._accept).start()

    def reset(self) -> None:
        """Forget routes and log, and close what is open."""
        with self._lock:
            for connection in self._connections.values():
                connection.close()
            self._connections.clear()
            self._routes: list[Route] = []
            self._accepted = 0
            self._received = 0
            self.requests: list[Exchange] = []

    @contextlib.contextmanager
    def in_real_time(self) -> Iterator[None]:
        """Serve in real time for a while: ``respond`` may then hold an answer back until others arrive."""
        self._began, self.virtual = time.monotonic(), False
        try:
            yield
        finally:
            self.virtual = self.clock is not None

    def close(self) -> None:
        """Stop listening and close every connection."""
        with contextlib.suppress(OSError):  # Linux: closing alone leaves `accept` waiting, and listening
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.reset()

    def route(self, path: str = "/", *answers: Answer, method: str | None = None, **answer: Any) -> Route:
        """Script what ``path`` answers.

        Args:
            path: the URL's path; a route given later takes precedence.
            answers: one for each request in turn, the last one for all that follow.
            method: the only method answered, any if None.
            answer: fields of a single `Answer`, the short way to give one.

        Returns:
            The route: its ``url``, and its ``requests``.

        Raises:
            UserError: the path is no path, or `Answer` has no such field.
        """
        _refuse_mistakes(path, answer)
        route = Route(self.url + path, path, method, list(answers) or [Answer(**answer)])
        self._routes.insert(0, route)
        return route

    refused_url = f"http://{HOST}:1/health"  # reserved, and no program's: nothing listens there
    unknown_url = "http://inconnu.invalid/health"  # RFC 6761: .invalid never resolves
    silent_url = "http://192.0.2.1/health"  # RFC 5737: nothing answers to a connection attempt

    def pull(self, port: int, timeout: float | None) -> str:
        """Grant a client's wait for its next bytes (virtual time only).

        Args:
            port: the client's local port.
            timeout: seconds it is ready to wait, None for ever.

        Returns:
            "ready" (the bytes are there), "timeout" or "never".
        """
        with self._lock:
            self._lock.wait_for(lambda: port in self._connections, PATIENCE)
            connection = self._connections.get(port)
        return connection.pull(timeout) if connection else "ready"

    def answer(self, exchange: Exchange, connection: Connection) -> Answer:
        """Log a request and return its scripted answer.

        Raises:
            OSError: the connection was closed by a reset: the request belongs to a check that is over.
        """
        self.charge(REQUEST_COST)
        with self._lock:
            if connection.closed:
                raise ConnectionAbortedError
            self.requests.append(exchange)
            route = next((known for known in self._routes if known.serves(exchange)), None)
            if route is None:
                answer = Answer(status=404, json={"title": "Not Found", "status": 404})
            else:
                route.requests.append(exchange)
                answer = route.next()
        if answer.respond:
            try:
                answer = answer.respond(exchange)
            except Exception:  # as a real server whose code stumbles on a request
                answer = Answer(status=500, json={"title": "Internal Server Error", "status": 500})
        exchange.status, exchange.fault = answer.status, answer.fault
        exchange.sent = CaseInsensitiveDict(answer.headers)
        return answer

    def charge(self, size: int) -> None:
        """Count what a client costs in memory since the last reset.

        Raises:
            OSError: it is too much for one check.
        """
        with self._lock:
            self._received += size
            if self.clock and self._received > MAX_BYTES:
                raise ConnectionAbortedError

    def now(self) -> float:
        """Return the seconds on the clock; in real time, those since it began."""
        return self.clock.elapsed if self.clock and self.virtual else time.monotonic() - self._began

    def _accept(self) -> None:
        while True:
            try:
                sock, (_, port, *_rest) = self._listener.accept()
            except OSError:
                return
            if threading.active_count() > MAX_THREADS:
                sock.close()
                continue
            with self._lock:
                self._received += REQUEST_COST
                self._accepted += 1
                connection = Connection(self, sock, self._accepted)
                self._connections[port] = connection
                self._lock.notify_all()
            StageThread(connection.serve).start()


def _refuse_mistakes(path: str, answer: dict[str, Any]) -> None:
    if not path.startswith("/"):
        raise UserError(f"Le chemin d'une route commence par / : écrivez « /{path} », et non « {path} ».")
    known = [field.name for field in fields(Answer)]
    for name in answer:
        if name not in known:
            names = ", ".join([*known, "method"])
            raise UserError(f"Une route n'a pas d'argument « {name} » : elle connaît {names}.")
