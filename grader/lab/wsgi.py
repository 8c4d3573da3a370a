"""A WSGI application served on loopback by gunicorn, in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager


@contextmanager
def serving(application: str) -> Iterator[int]:
    """Run an application; yield its loopback port.

    The listening socket is opened here and inherited, so requests may be sent at once: they wait in
    the queue until the application is ready, and fail if it never is.

    Args:
        application: what gunicorn loads, as `package.module:create()`.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        port = listener.getsockname()[1]
        process = _launch(application, listener.fileno())
    try:
        yield port
    finally:
        _stop(process)


class Shared:
    """One application behind several public addresses: it runs while any of them is served."""

    def __init__(self, application: str) -> None:
        self._application = application
        self._users = 0
        self._running = ExitStack()
        self._port = 0

    @contextmanager
    def serving(self) -> Iterator[int]:
        """Run the application, unless it runs already; yield its loopback port."""
        if self._users == 0:
            self._port = self._running.enter_context(serving(self._application))
        self._users += 1
        try:
            yield self._port
        finally:
            self._users -= 1
            if self._users == 0:
                self._running.close()


def _launch(application: str, listener: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener}", "--log-level", "error"]
    # One process: the state of a service is in its memory.
    options = ["--worker-class", "gthread", "--threads", "8", "--workers", "1", "--no-control-socket"]
    return subprocess.Popen([*command, *options, application], pass_fds=[listener], start_new_session=True)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server with its worker, at once: nobody waits for an answer, and nothing is on disk.

    A polite end takes seconds, and gunicorn's quick one (SIGQUIT) can leave its worker hanging.
    """
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
