"""A client that sends and does not read cannot hold the stage."""

import contextlib
import socket
import threading

import pytest

from grader.clock import Clock
from grader.stage import Stage
from grader.stage.connection import Connection

REQUEST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n"


@pytest.fixture
def full():
    """Return the two ends of a connection whose buffer towards the client is full to the last byte."""
    server, client = socket.socketpair()
    server.setblocking(False)
    for size in (65_536, 1):
        with contextlib.suppress(BlockingIOError):
            while True:
                server.send(b"x" * size)
    server.setblocking(True)
    with server, client:
        yield server, client


def test_a_client_that_asks_to_go_on_and_does_not_read_is_left(full):
    server, client = full
    with contextlib.closing(Stage(Clock())) as stage:
        connection = Connection(stage, server, 1)
        serving = threading.Thread(target=connection.serve, daemon=True)
        serving.start()
        client.sendall(REQUEST)
        serving.join(30)
        assert not serving.is_alive()
        assert connection.closed
        assert connection.pull(1) == "ready"  # the end of the stream is what the client reads next
