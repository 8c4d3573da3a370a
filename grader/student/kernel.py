"""The student's code in a trainee's own kernel: no process in between, the same codec."""

import contextlib
import json
import signal
import sys
import threading
from _thread import interrupt_main
from collections.abc import Iterator
from typing import Any

from grader.clock import hooks
from grader.stage import Stage
from grader.stage.grants import Grants
from grader.student.handle import Link
from grader.student.host import Host

LIMIT = 5.0  # real seconds for one call: virtual time makes waits free, so only a loop takes that long
AGAIN = 0.5  # real seconds before the next interrupt: a bare ``except:`` may have swallowed the first


def kernel_link(namespace: dict[str, Any], stage: Stage, grants: Grants) -> Link:
    """Return the link to the code of a running kernel.

    Args:
        namespace: the notebook's names.
        stage: where its requests go during a check.
        grants: who answers its waits.
    """
    host = Host(namespace)

    def link(request: dict) -> dict:
        with contextlib.ExitStack() as stack:
            over = stack.enter_context(_limited())
            stack.enter_context(_muted(sys.stdout))
            stack.enter_context(_muted(sys.stderr))
            stack.enter_context(hooks.virtual(grants, stage.port, grants.now(), namespace))
            reply = host.handle(json.loads(json.dumps(request)))
        if over.is_set() and reply.get("error", {}).get("types", [""])[0] == "KeyboardInterrupt":
            reply["error"]["types"] = ["TimeLimit", "BaseException"]
        return json.loads(json.dumps(reply))

    return link


@contextlib.contextmanager
def _muted(stream: Any) -> Iterator[None]:
    """Drop what a logger writes to the stream it has kept.

    Shown under a check it would only disturb, and nbgrader's own execution gives a cell with any stderr
    no point. A kernel's stream also waits for its own threads at each flush, which is not the student's wait.
    """
    try:
        stream.write, stream.flush = (lambda text: len(text)), (lambda: None)
    except AttributeError:  # a terminal's stream takes no such change
        yield
        return
    try:
        yield
    finally:
        del stream.write, stream.flush


@contextlib.contextmanager
def _limited() -> Iterator[threading.Event]:
    """Interrupt the kernel's main thread, as its ■ button does, when the time is over."""
    over, done = threading.Event(), threading.Event()

    def watch() -> None:
        seconds = LIMIT
        while not done.wait(seconds):
            over.set()
            _interrupt()
            seconds = AGAIN

    watchman = threading.Thread(target=watch, daemon=True)
    watchman.real_time = True  # type: ignore[attr-defined]
    watchman.start()
    try:
        yield over
    finally:
        done.set()


def _interrupt() -> None:
    """Send a real signal where there are signals: it also reaches a main thread that waits for a lock."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        interrupt_main()
