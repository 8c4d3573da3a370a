"""JSON messages over a socket, a line each, bounded: nothing that arrives is trusted."""

import json
import socket
import threading
import time
from typing import Any

MAX_MESSAGE = 32_000_000  # holds any value that the codec lets through


class WireError(Exception):
    """The other side is gone, silent, or does not speak as agreed."""


class Wire:
    """One end of a conversation."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._buffer = bytearray()
        self._sending = threading.Lock()

    def send(self, message: Any, until: float | None = None) -> None:
        """Send one message.

        Args:
            until: when to give up, as `time.monotonic` says it; never if None.

        Raises:
            WireError: nobody listens any more, or does so too slowly.
        """
        line = json.dumps(message).encode() + b"\n"
        self._be_done(until)
        try:
            with self._sending:
                self.sock.sendall(line)
        except OSError as error:
            raise WireError("the other side is gone") from error

    def receive(self, until: float | None = None) -> dict:
        """Return the next message.

        Args:
            until: when to give up, as `time.monotonic` says it; never if None.

        Raises:
            WireError: end of stream, too late, too long, or not a JSON object.
        """
        self._be_done(until)
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > MAX_MESSAGE:
                raise WireError("message too long")
            self._buffer += self._more()
            self._be_done(until)
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return _parse(line)

    def _be_done(self, until: float | None) -> None:
        if until is None:
            return
        left = until - time.monotonic()
        if left <= 0:
            raise WireError("no answer in time")
        try:
            self.sock.settimeout(left)
        except OSError as error:
            raise WireError("this side is closed") from error

    def _more(self) -> bytes:
        try:
            data = self.sock.recv(262_144)
        except TimeoutError as error:
            raise WireError("no answer in time") from error
        except OSError as error:
            raise WireError("the other side is gone") from error
        if not data:
            raise WireError("the other side is gone")
        return data


def _parse(line: bytes) -> dict:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WireError("not JSON") from error
    if not isinstance(message, dict):
        raise WireError("not a JSON object")
    return message
