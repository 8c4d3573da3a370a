"""The trusted side of the sandbox: starts it, and hands out a fresh process for each submission."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from grader.clock import Clock
from grader.sandbox.command import environment, sandbox_command
from grader.sandbox.wire import Wire, WireError
from grader.stage import Stage
from grader.stage.grants import Grants
from grader.student.codec import clean
from grader.student.handle import MAX_PRINTED, Link

CALL_SECONDS = 5.0  # real: waits are virtual, so only a loop takes that long
GRACE = 5.0
END_SECONDS = 30.0  # real: the kernel takes a while to end as many processes as there may be
PROGRAM = ["-m", "grader.sandbox.zygote"]


class Sandbox:
    """A warm sandbox. Use it as a context manager.

    Args:
        isolated: False runs the same processes without bubblewrap: nothing is isolated then.
    """

    def __init__(self, isolated: bool = True) -> None:
        self._isolated = isolated
        self._start()

    def _start(self) -> None:
        self._control, theirs = socket.socketpair()
        self._scratch = None if self._isolated else tempfile.TemporaryDirectory()
        self._process = subprocess.Popen(
            sandbox_command(PROGRAM) if self._isolated else [sys.executable, *PROGRAM, "--open"],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self._environment() | {"PATH": os.environ.get("PATH", "")},
        )
        theirs.close()
        if self._control.recv(1) != b"R":
            raise RuntimeError("the sandbox did not start")

    def _environment(self) -> dict[str, str]:
        return environment(self._scratch.name) if self._scratch else environment()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: Any) -> None:
        self._stop()

    def _stop(self) -> None:
        self._control.close()
        self._process.kill()
        self._process.wait()
        if self._scratch:
            self._scratch.cleanup()

    @contextlib.contextmanager
    def submission(self) -> Iterator["Submission"]:
        """Give one submission its process tree, and end all of it on leaving.

        Raises:
            Gone: the process did not start.
        """
        if self._process.poll() is not None:  # a machine short of memory kills any process
            self._stop()
            self._start()
        channel, channel_inside = socket.socketpair()
        leash, leash_inside = socket.socketpair()
        with channel, leash:
            with channel_inside, leash_inside:
                self._hand_over(channel_inside, leash_inside)
            submission = Submission(channel)
            try:
                yield submission
            finally:
                submission.stage.close()
                self._end(leash)

    def _end(self, leash: socket.socket) -> None:
        """Wait until a submission's whole tree is dead; should it resist, end all of the sandbox."""
        leash.settimeout(END_SECONDS)
        try:
            leash.shutdown(socket.SHUT_WR)
            leash.recv(1)  # end of stream
        except OSError:
            self._process.kill()
            self._process.wait()

    def _hand_over(self, *ends: socket.socket) -> None:
        try:
            socket.send_fds(self._control, [b"S"], [end.fileno() for end in ends])
        except OSError as error:
            raise Gone("the sandbox is gone") from error


class Gone(Exception):
    """The submission's process ended, or is beyond reach."""


def _error(kind: str, text: str) -> dict:
    return {"error": {"types": [kind], "text": text}}


class _Ended(Exception):
    """The copy of the process that served a check is gone before its time."""


def _soon() -> float:
    """Return when a call must be over, as `time.monotonic` says it; the student's own limit comes sooner."""
    return time.monotonic() + CALL_SECONDS + GRACE


class Fork:
    """The link to a copy of a submission's process.

    Attributes:
        over: whether the copy is gone, or has to go, before its time.
        endless: how many calls ran out of time.
        lost: why even the process that it was copied from is beyond reach, None while it is not.
    """

    def __init__(self, converse: Link) -> None:
        self._converse = converse
        self.over = False
        self.endless = 0
        self.lost: WireError | None = None

    def __call__(self, request: dict) -> dict:
        """Do what a check asks (see `grader.student.host`); what cannot be done comes back as an error."""
        if self.over:
            return _error("Gone", "le programme s'est arrêté")
        try:
            reply = self._converse(request)
        except _Ended:
            self.over = True
            return _error("Gone", "le programme s'est arrêté")
        except WireError as error:
            self.over, self.lost = True, error
            self.endless += 1
            return _error("TimeLimit", "le temps imparti est écoulé")
        self.endless += _ran_out(reply)
        return reply


def _ran_out(reply: dict) -> bool:
    """Say whether the student's side itself ended a call that took too long."""
    match reply.get("error"):
        case {"types": ["TimeLimit", *_]}:
            return True
    return False


class Submission:
    """One submission's process, its stage and its clock."""

    def __init__(self, channel: socket.socket) -> None:
        channel.settimeout(CALL_SECONDS + GRACE)
        try:
            _, descriptors, *_ = socket.recv_fds(channel, 1, 1)
            listener = socket.socket(fileno=descriptors[0])
        except (OSError, IndexError) as error:
            raise Gone("the submission's process did not start") from error
        self._wire = Wire(channel)
        self.clock = Clock()
        self.stage = Stage(self.clock, listener)
        self._grants = Grants(self.clock, self.stage)

    def run_cell(self, source: str, services: dict[str, str] | None) -> dict:
        """Run one cell; return what it ``printed`` and its ``error``, if any.

        Raises:
            Gone: the process did not survive it.
        """
        try:
            reply = self._converse({"op": "cell", "source": source, "services": services})
        except (WireError, _Ended) as error:
            raise Gone(str(error)) from error
        return {"printed": clean(str(reply.get("printed", ""))[:MAX_PRINTED]), "error": reply.get("error")}

    @contextlib.contextmanager
    def fork(self) -> Iterator["Fork"]:
        """Give a question's checks their own copy of the process.

        Raises:
            Gone: the process cannot be reached any more.
        """
        fork = Fork(self._converse)
        try:
            self._wire.send({"op": "fork"}, _soon())
            yield fork
            if fork.lost:
                raise fork.lost
            if not fork.over:
                until = _soon()
                self._wire.send({"op": "end"}, until)
                self._until_ended(until)
        except WireError as error:
            raise Gone(str(error)) from error

    def _until_ended(self, until: float) -> None:
        while "ended" not in self._wire.receive(until):
            pass  # what a dying check still said

    def _converse(self, request: dict) -> dict:
        """Send a request and answer what is asked about time until its reply comes."""
        until = _soon()
        self._wire.send({**request, "now": self._grants.now(), "seconds": CALL_SECONDS}, until)
        while True:
            message = self._wire.receive(until)
            if "ended" in message:
                raise _Ended
            if "ask" not in message:
                return message
            self._wire.send(self._grant(message["ask"]), until)

    def _grant(self, question: Any) -> dict:
        try:
            return self._grants(question)
        except (ValueError, TypeError, ArithmeticError) as error:
            raise WireError("a question about time that makes no sense") from error
