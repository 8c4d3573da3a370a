"""However a marking ends, none of its processes is left."""

import os
import runpy
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent.parent / "samples"


def _descendants(pid: int) -> set[int]:
    """Return the processes below this one, whoever runs them."""
    children: dict[int, set[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it ended meanwhile
            continue
        children.setdefault(parent, set()).add(int(stat.parent.name))
    found, left = set(), [pid]
    while left:
        new = children.get(left.pop(), set())
        found |= new
        left += new
    return found


def _alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}


def _wait(done, seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(done())


@pytest.mark.skipif(sys.platform != "linux", reason="la correction isolée demande Linux")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_no_process_of_a_marking_that_was_ended_is_left(tmp_path, sandbox, how):
    runpy.run_path(str(SAMPLES / "build.py"))["build"](tmp_path)
    words = [sys.executable, "-m", "grader", "grade", str(tmp_path / "submitted"), "--jobs", "2"]
    command = subprocess.Popen(
        words,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
    )
    try:
        below: set[int] = set()

        def marking() -> bool:
            below.update(_descendants(command.pid))
            return len(_alive(below)) >= 9  # two workers, and the trees of their sandboxes

        assert _wait(marking)
        below |= _descendants(command.pid)
        os.kill(command.pid, how)
        command.wait(30)
        assert _wait(lambda: not _alive(below), 20)
    finally:
        command.kill()
        command.wait()
