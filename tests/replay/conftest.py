"""A cassette made on the spot, and a shell to run cells in."""

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from grader import replay
from grader.replay.cassette import Interaction, digest, dump
from grader.replay.http import Answer, Headers, Request

Recorded = Callable[..., Interaction]


@pytest.fixture
def recorded() -> Recorded:
    """Return what builds an interaction: cell, method, address, then whatever differs from a plain 200."""

    def build(
        cell: str,
        method: str,
        url: str,
        status: int = 200,
        *,
        source: str = "",
        sent: Headers = (),
        body: bytes = b"",
        answered: Headers = (),
        answer: object = None,
        raw: bytes | None = None,
    ) -> Interaction:
        content = raw if raw is not None else json.dumps(answer, indent=2).encode()
        if status in (204, 302):
            content = b""
        headers = answered or (("Content-Type", "application/json"), ("Content-Length", str(len(content))))
        request = Request(method, url, sent, body)
        return Interaction(cell, digest(source or cell), request, Answer(status, "OK", headers, content))

    return build


@pytest.fixture
def cassette(tmp_path: Path) -> Callable[..., Path]:
    """Return what writes a cassette."""

    def write(*interactions: Interaction) -> Path:
        path = tmp_path / "lecon.yaml"
        path.write_text(dump(interactions), encoding="utf-8")
        return path

    return write


@pytest.fixture
def replaying(cassette: Callable[..., Path]) -> Iterator[Callable[..., None]]:
    """Return what starts the replay of some interactions; it stops with the test."""
    yield lambda *interactions: replay.start("lecon", cassette(*interactions))
    replay.stop()


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    """Return an IPython shell, the one that `get_ipython()` gives."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(history_length=0)
    shell.history_manager.enabled = False
    shell.run_cell("import requests\nfrom grader import replay")
    yield shell
    replay.stop()
    InteractiveShell.clear_instance()


@pytest.fixture
def loopback() -> Iterator[int]:
    """Return the port of a server on loopback that answers « bonjour » in two pieces."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.recv(65536)
                connection.sendall(
                    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                )
                connection.sendall(b"3\r\nbon\r\n")
                connection.sendall(b"4\r\njour\r\n0\r\n\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()
