"""Start services of the lab on loopback, and stop them whatever happens."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from grader.lab.catalog import Service


@contextmanager
def running(services: Sequence[Service]) -> Iterator[dict[str, int]]:
    """Run the services; yield the loopback port of each, by public address.

    The listening sockets are opened here and inherited, so requests may be sent at once: they wait in
    the queue until the service is ready, and fail if it never is.
    """
    ports: dict[str, int] = {}
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for service in services:
            with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
                ports[service.origin] = listener.getsockname()[1]
                processes.append(_launch(service, listener.fileno()))
        yield ports
    finally:
        _stop(processes)


def _launch(service: Service, listener: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener}", "--log-level", "error"]
    # One process: the state of a service is in its memory.
    options = ["--worker-class", "gthread", "--threads", "8", "--workers", "1", "--no-control-socket"]
    return subprocess.Popen(
        [*command, *options, service.application], pass_fds=[listener], start_new_session=True
    )


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """End each service with its worker, at once: nobody waits for an answer, and nothing is on disk.

    A polite end takes seconds, and gunicorn's quick one (SIGQUIT) can leave its worker hanging.
    """
    for process in processes:
        os.killpg(process.pid, signal.SIGKILL)
    for process in processes:
        process.wait()
