"""JSON messages over a socket, a line each, bounded: nothing that arrives is trusted."""

import json
import socket
import threading
from typing import Any

MAX_MESSAGE = 16_000_000


class WireError(Exception):
    """The other side is gone, silent, or does not speak as agreed."""


class Wire:
    """One end of a conversation."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._buffer = bytearray()
        self._sending = threading.Lock()

    def send(self, message: Any) -> None:
        """Send one message.

        Raises:
            WireError: nobody listens any more.
        """
        line = json.dumps(message).encode() + b"\n"
        try:
            with self._sending:
                self.sock.sendall(line)
        except OSError as error:
            raise WireError("the other side is gone") from error

    def receive(self) -> dict:
        """Return the next message.

        Raises:
            WireError: end of stream, time-out (the socket's), too long, or not a JSON object.
        """
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > MAX_MESSAGE:
                raise WireError("message too long")
            self._buffer += self._more()
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return _parse(line)

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
