"""One connection to the stage: requests in, scripted bytes out when they are due."""

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import h11
from requests.structures import CaseInsensitiveDict

from grader.stage.answer import Step
from grader.stage.exchange import Exchange
from grader.stage.script import steps

if TYPE_CHECKING:
    from grader.stage.stage import Stage

PATIENCE = 5.0  # real seconds for a request that was sent to be read here
FIRST_BYTES = 60_000  # fit any loopback buffer, so that sending them never blocks


class StageThread(threading.Thread):
    """A thread of the stage's: in a kernel it keeps real time while the student's code has virtual time."""

    real_time = True

    def __init__(self, target: Callable[[], None]) -> None:
        super().__init__(target=target, daemon=True)


class Connection:
    """The server's side of one TCP connection."""

    def __init__(self, stage: "Stage", sock: socket.socket, number: int) -> None:
        self._stage = stage
        self._sock = sock
        self._number = number
        self._wire = h11.Connection(h11.SERVER)
        self._changed = threading.Condition()
        self._steps: list[Step] = []
        self._due: float | None = None
        self._leaving: Step | None = None
        self._exchange: Exchange | None = None
        self._ungranted = False  # bytes are on their way of which no grant told the client
        self.closed = False

    def close(self) -> None:
        """Close the connection, whatever it is doing."""
        with self._changed:
            self.closed = True
            self._steps = []
            self._changed.notify_all()
        self._shut()

    def serve(self) -> None:
        """Answer requests until one side closes."""
        try:
            while exchange := self._read():
                answer = self._stage.answer(exchange, self)
                self._play(exchange, steps(answer, self._wire, exchange.method))
                if self._wire.our_state is not h11.DONE:
                    break
                self._wire.start_next_cycle()
        except (OSError, h11.ProtocolError):
            pass  # the client went away or does not speak HTTP
        finally:
            self.close()

    def _read(self) -> Exchange | None:
        """Read one request; None when the client has gone."""
        head, body = None, bytearray()
        while True:
            event = self._wire.next_event()
            if event is h11.NEED_DATA:
                data = self._sock.recv(65_536)
                self._stage.charge(len(data))
                self._wire.receive_data(data)
            elif isinstance(event, h11.Request):
                head = event
                if self._wire.they_are_waiting_for_100_continue:
                    self._tell_to_go_on()
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage) and head:
                return self._exchange_of(head, bytes(body))
            else:
                return None

    def _tell_to_go_on(self) -> None:
        go_on = self._wire.send(h11.InformationalResponse(status_code=100, headers=[])) or b""
        with self._changed:
            self._sock.setblocking(False)  # a client that does not read must not hold the lock
            if self._sock.send(go_on) < len(go_on):
                raise ConnectionError("the client asks to go on and does not read")
            self._sock.setblocking(True)
            self._ungranted = True
            self._changed.notify_all()

    def _exchange_of(self, head: h11.Request, body: bytes) -> Exchange:
        headers: CaseInsensitiveDict = CaseInsensitiveDict()
        for name, value in head.headers:
            headers[name.decode().title()] = value.decode("latin-1")
        return Exchange(
            head.method.decode(), head.target.decode(), headers, body, self._stage.now(), self._number
        )

    def _play(self, exchange: Exchange, script: list[Step]) -> None:
        if self._stage.virtual:
            self._play_on_demand(exchange, script)
        else:
            self._play_now(exchange, script)

    def _play_now(self, exchange: Exchange, script: list[Step]) -> None:
        """Real time: send each step when it is due."""
        for step in script:
            with self._changed:
                if self._changed.wait_for(lambda: self.closed, step.delay):
                    return
            exchange.ended, exchange.outcome = self._stage.now(), "answered"
            self._sock.sendall(step.data)
            if step.close:
                self._shut()

    def _play_on_demand(self, exchange: Exchange, script: list[Step]) -> None:
        """Virtual time: the steps leave as the client's waits are granted."""
        with self._changed:
            self._exchange, self._due, self._steps = exchange, None, list(script)
            self._ungranted = False
            self._changed.notify_all()
        for _ in script:
            with self._changed:
                self._changed.wait_for(lambda: self._leaving or self.closed)
                step = self._leaving
            if step is None:
                return
            self._sock.sendall(step.data[FIRST_BYTES:])
            if step.close:
                self._shut()
            with self._changed:
                self._leaving = None
                self._ungranted = len(step.data) > FIRST_BYTES
                self._changed.notify_all()

    def pull(self, timeout: float | None) -> str:
        """Grant one wait of the client's: see `Stage.pull`."""
        with self._changed:
            self._changed.wait_for(lambda: self._due_step() or self._flowing(), PATIENCE)
            if self._flowing():
                self._ungranted = False
                return "ready"
            step = self._due_step()
            outcome = self._wait(step.delay if step else None, timeout)
            if self._exchange:
                self._log(self._exchange, outcome, timeout)
            return outcome

    def _due_step(self) -> Step | None:
        """Return the step to grant next, once the serving thread is done with the one before."""
        return self._steps[0] if self._steps and self._leaving is None else None

    def _flowing(self) -> bool:
        """Say whether bytes (or the end of them) are on their way without any grant."""
        leaving = self._leaving is not None and len(self._leaving.data) > FIRST_BYTES
        return leaving or self.closed or self._ungranted

    def _log(self, exchange: Exchange, outcome: str, timeout: float | None) -> None:
        exchange.timeout = timeout
        if outcome == "ready":
            self._release(exchange)
        else:
            exchange.outcome = outcome
        exchange.ended = self._stage.now()

    def _wait(self, delay: float | None, timeout: float | None) -> str:
        clock = self._stage.clock
        assert clock is not None
        if delay is None:
            if timeout is None:
                return "never"
            clock.wait(timeout, "answer")
            return "timeout"
        if self._due is None:
            self._due = clock.elapsed + delay
        remaining = max(0.0, self._due - clock.elapsed)
        late = timeout is not None and remaining > timeout + 1e-9
        clock.wait(timeout if late else remaining, "answer")  # type: ignore[arg-type]
        return "timeout" if late else "ready"

    def _release(self, exchange: Exchange) -> None:
        """Send a step's first bytes before the client looks; the serving thread sends what is left."""
        step = self._steps.pop(0)
        if step.during:
            step.during()
        self._due = None
        with contextlib.suppress(OSError):  # the client has closed, or does not read what it asks for
            self._sock.settimeout(PATIENCE)
            self._sock.sendall(step.data[:FIRST_BYTES])
            self._sock.settimeout(None)
            if step.close and len(step.data) <= FIRST_BYTES:
                self._sock.shutdown(socket.SHUT_WR)
        if not self._steps:
            exchange.outcome = "answered"
        self._leaving = step
        self._changed.notify_all()

    def _shut(self) -> None:
        with contextlib.suppress(OSError):  # already closed by the other side
            self._sock.shutdown(socket.SHUT_RDWR)
        self._sock.close()
