"""The process of one submission, untrusted from its first cell on: runs cells, and forks for each check."""

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from grader.clock import hooks
from grader.sandbox import facade
from grader.sandbox.wire import Wire, WireError
from grader.student.host import Host, describe, seed

if TYPE_CHECKING:
    from grader.sandbox.shell import Shell


class TimeLimit(hooks.Endless):
    """The code has run for longer than one call may."""


class Resident:
    """Serves the trusted side's messages for one submission.

    Args:
        sock: the channel.
        shell: warm and empty.
        port: the stage's.
    """

    def __init__(self, sock: socket.socket, shell: "Shell", port: int) -> None:
        self._wire = Wire(sock)
        self._shell = shell
        self._port = port
        # Held between calls, too: a thread that outlives a call waits for the next one to ask.
        self._asking = threading.Lock()
        self._asking.acquire()
        self._late = _Late()

    def serve(self) -> None:
        """Answer until the trusted side closes the channel."""
        signal.signal(signal.SIGALRM, self._late)
        self._shell.move_in()
        seed("cells")  # what a cell draws once, and checks see, must not depend on luck either
        with contextlib.suppress(WireError):
            while True:
                message = self._wire.receive()
                if message["op"] == "cell":
                    facade.services = message["services"]
                    self._wire.send(self._timed(message, self._run_cell))
                elif message["op"] == "fork":
                    self._fork()

    def _fork(self) -> None:
        """Let a copy of this process serve one check; report when it is gone."""
        child = os.fork()
        if child == 0:
            try:
                self._serve_check()
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        self._wire.send({"ended": True})

    def _serve_check(self) -> None:
        host = Host(self._shell.names)
        with contextlib.suppress(WireError):
            while (message := self._wire.receive())["op"] != "end":
                self._wire.send(self._timed(message, host.handle))

    def _timed(self, message: dict, act: Callable[[dict], dict]) -> dict:
        """Act in virtual time (unless a check wants it real), and for so many real seconds at most."""
        seconds, process = message["seconds"], os.getpid()
        pace = (
            hooks.real()
            if message.get("real_time")
            else hooks.virtual(self._ask, self._port, message["now"], self._shell.names)
        )
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)
        self._asking.release()
        try:
            with pace:
                return act(message)
        except TimeLimit as error:
            signal.setitimer(signal.ITIMER_REAL, 0)
            return {"error": describe(error, self._shell.names), "printed": self._shell.take_shown()}
        finally:
            if os.getpid() != process:  # a copy that the code made, and let come back here
                os._exit(0)
            signal.setitimer(signal.ITIMER_REAL, 0)
            self._asking.acquire()

    def _ask(self, question: list) -> dict:
        with self._asking, self._late.held_back():
            self._wire.send({"ask": question})
            return self._wire.receive()

    def _run_cell(self, message: dict) -> dict:
        shown, error = self._shell.run(message["source"])
        return {"printed": shown, "error": describe(error, self._shell.names) if error else None}


class _Late:
    """The signal handler that ends a call which takes too long, never between a question and its answer."""

    def __init__(self) -> None:
        self._asking = False
        self._due = False

    def __call__(self, *_: Any) -> None:
        self._due = True
        if not self._asking:
            self._raise()

    @contextlib.contextmanager
    def held_back(self) -> Iterator[None]:
        """Let the main thread, which alone gets signals, finish its question first."""
        self._asking = threading.current_thread() is threading.main_thread()
        try:
            yield
        finally:
            self._asking = False
        if self._due:
            self._raise()

    def _raise(self) -> None:
        self._due = False
        raise TimeLimit("le temps imparti est écoulé")
