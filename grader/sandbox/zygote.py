"""The sandbox's first process: imports once, then forks a fresh tree for each submission."""

import contextlib
import gc
import os
import select
import signal
import socket
import sys
from typing import TYPE_CHECKING

from grader.clock import hooks
from grader.sandbox.command import SCRATCH, places

if TYPE_CHECKING:
    from grader.sandbox.shell import Shell

MEMORY = 2 << 30
SCRATCH_SIZE = 64 << 20


def main() -> None:
    """Serve the trusted side, whose socket is standard input."""
    isolated = "--open" not in sys.argv
    control = socket.socket(fileno=os.dup(0))
    hooks.install()
    shell = _warm()
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    control.send(b"R")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        _, descriptors, *_ = socket.recv_fds(control, 1, 2)
        if len(descriptors) != 2:
            return
        if os.fork() == 0:
            control.close()
            _keep(shell, descriptors[0], descriptors[1], isolated)
        for number in descriptors:
            os.close(number)


def _warm() -> "Shell":
    """Import what submissions use, so that none of them pays for it; return an empty shell."""
    import concurrent.futures
    import hashlib
    import hmac

    import numpy
    import pandas
    import requests

    from grader.sandbox import facade, isolation, resident
    from grader.sandbox.shell import Shell

    facade.take_over()
    pandas.DataFrame({"a": [1.0]}).groupby("a").quantile(0.5)  # pandas imports some of itself at first use
    with contextlib.suppress(requests.ConnectionError):  # nothing listens there; the way to it is warm
        requests.get("http://127.0.0.1:9/", params={"a": 1}, timeout=1)
    _ = (concurrent.futures.ThreadPoolExecutor, hashlib, hmac, numpy, isolation, resident)
    shell = Shell()
    gc.freeze()  # forks share these objects as long as no collection touches them
    return shell


def _keep(shell: "Shell", channel: int, leash: int, isolated: bool) -> None:
    """Start one submission's tree and end it when the leash is cut; never sees its code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if isolated:
        from grader.sandbox.isolation import unshare

        unshare()
    child = os.fork()
    if child == 0:
        os.close(leash)
        _live(shell, channel, isolated)
    os.close(channel)
    watcher = os.pidfd_open(child) if hasattr(os, "pidfd_open") else None
    select.select([leash, *([watcher] if watcher else [])], [], [])
    for end in (os.killpg, os.kill):  # without bubblewrap, the end of the child is not that of its group
        with contextlib.suppress(ProcessLookupError):
            end(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os._exit(0)


def _live(shell: "Shell", channel: int, isolated: bool) -> None:
    """Be the first process of a submission's tree."""
    from grader.sandbox.resident import Resident

    try:
        os.setsid()  # a signal to its process group must not reach the processes that watch over it
        if isolated:
            from grader.sandbox.isolation import limit, settle

            settle(SCRATCH, SCRATCH_SIZE, [str(place) for place in places()])
            limit(seconds=60, memory=MEMORY, files=256, processes=128, file_size=SCRATCH_SIZE)
        _make_folders()
        sock = socket.socket(fileno=channel)
        listener = socket.create_server(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        socket.send_fds(sock, [b"L"], [listener.fileno()])
        listener.close()
        Resident(sock, shell, port).serve()
    finally:
        os._exit(0)


def _make_folders() -> None:
    """Make the home, empty, and beside it the folder in which cells run."""
    home = os.environ["HOME"]
    work = os.path.join(os.path.dirname(home), "notebook")
    for folder in (home, work):
        os.makedirs(folder, exist_ok=True)
    os.chdir(work)


if __name__ == "__main__":
    main()
