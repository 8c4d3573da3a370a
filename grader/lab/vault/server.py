"""Start OpenBao on loopback, all in memory, and end it whatever happens."""

import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote

from grader.errors import UserError
from grader.lab.vault.program import program
from grader.lab.vault.rows import Write, writes

_ROOT_TOKEN = "jeton-racine"  # the lab's own: no lesson uses it
_PATIENCE = 30  # seconds until it answers; less than one is enough on an idle machine
_ATTEMPTS = 3  # another program may take a free port before OpenBao does


@contextmanager
def serving() -> Iterator[int]:
    """Run OpenBao with the lab's rows; yield its loopback port.

    Raises:
        UserError: it cannot be installed, or does not get ready.
    """
    bao = str(program())
    with tempfile.TemporaryDirectory() as home:
        process, port = _start(bao, home)
        try:
            for write in writes():
                _make(port, write)
            yield port
        finally:
            process.kill()
            process.wait()


def _start(bao: str, home: str) -> tuple[subprocess.Popen[bytes], int]:
    for _ in range(_ATTEMPTS):
        port = _free_port()
        process = _launch(bao, home, port)
        if _is_ready(process, port):
            return process, port
        process.kill()
        process.wait()
    raise UserError("OpenBao ne démarre pas sur cette machine : « bao server » dira pourquoi.")


def _launch(bao: str, home: str, port: int) -> subprocess.Popen[bytes]:
    options = [f"-dev-root-token-id={_ROOT_TOKEN}", f"-dev-listen-address=127.0.0.1:{port}"]
    return subprocess.Popen(
        [bao, "server", "-dev", "-dev-no-store-token", "-log-level=error", *options],
        cwd=home,
        env={**os.environ, "HOME": home},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _free_port() -> int:
    """Return a free port: OpenBao takes none that is already open, and does not tell which it chose."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _is_ready(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the secrets engine answers the lab's own token, which comes last."""
    deadline = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if _ask(port, "GET", "secret/config")[0] == 200:
                return True
        except (OSError, HTTPException):
            pass
        time.sleep(0.05)
    return False


def _make(port: int, write: Write) -> None:
    status, answer = _ask(port, "POST", write.path, json.dumps(write.body))
    if status >= 300:
        raise UserError(f"OpenBao refuse de préparer {write.path} : {status} {answer.decode()}")


def _ask(port: int, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request(method, f"/v1/{quote(path)}", body, {"X-Vault-Token": _ROOT_TOKEN})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()
