"""The student's code in a trainee's own kernel: no process in between, the same codec."""

import contextlib
import json
import sys
from collections.abc import Iterator
from typing import Any

from grader.clock import hooks
from grader.stage import Stage
from grader.stage.grants import Grants
from grader.student.handle import Link
from grader.student.host import Host
from grader.student.limit import in_time


def kernel_link(namespace: dict[str, Any], stage: Stage, grants: Grants) -> Link:
    """Return the link to the code of a running kernel.

    Args:
        namespace: the notebook's names.
        stage: where its requests go during a check.
        grants: who answers its waits.
    """
    host = Host(namespace)

    def link(request: dict) -> dict:
        plain = json.loads(json.dumps(request))
        pace = (
            hooks.real()
            if request.get("real_time")
            else hooks.virtual(grants, stage.port, grants.now(), namespace)
        )
        with _muted(sys.stdout), _muted(sys.stderr), pace:
            reply = in_time(lambda: host.handle(plain))
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
