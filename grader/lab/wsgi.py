"""A WSGI application served on loopback by gunicorn, in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


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
