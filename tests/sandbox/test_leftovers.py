"""What one submission leaves for the next: nothing."""

import contextlib
import os
import select
import signal
import threading
from pathlib import Path

import pytest

from grader.sandbox.sandbox import Sandbox
from grader.student.handle import Student


@pytest.fixture
def one_after_the_other(sandbox):
    """Return what runs code in one submission, then an expression in the next, and returns its value."""

    def run(first, second):
        with sandbox.submission() as submission:
            submission.run_cell(first, None)
            with submission.fork() as link:
                Student(link).run(first)
        with sandbox.submission() as submission, submission.fork() as link:
            return Student(link).run(second)

    return run


def test_no_file(one_after_the_other):
    first = """
import os
for folder in ("/scratch", "/tmp", "/dev/shm", "/dev", "/", "/var/tmp", "/run", "/scratch/matplotlib"):
    try:
        os.makedirs(folder, exist_ok=True)
        open(folder + "/trace", "w").close()
    except OSError:
        pass
"""
    second = """
import os
folders = ("/scratch", "/tmp", "/dev/shm", "/dev", "/", "/var/tmp", "/run")
[folder for folder in folders if os.path.exists(folder + "/trace")]
"""
    assert one_after_the_other(first, second) == []


def test_no_shared_memory(one_after_the_other):
    first = """
import ctypes
from multiprocessing import shared_memory, resource_tracker
resource_tracker.register = lambda *a: None
try:
    shared_memory.SharedMemory("grader", True, 100)
except FileExistsError:
    pass
ctypes.CDLL(None).shmget(4242, 100, 0o1666)
"""
    second = """
import ctypes, os
os.path.exists("/dev/shm/grader"), ctypes.CDLL(None).shmget(4242, 100, 0o666)
"""
    assert one_after_the_other(first, second) == [False, -1]


def test_no_socket(one_after_the_other):
    first = """
import os, socket
if os.fork() == 0:
    os.setsid()
    servers = [socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX), socket.socket()]
    for server, address in zip(servers, ["\\0grader", "/scratch/socket", ("127.0.0.1", 4242)]):
        server.bind(address)
        server.listen()
    import signal; signal.pause()
"""
    second = """
import _socket
[_socket.socket(_socket.AF_UNIX).connect_ex("\\0grader"), _socket.socket().connect_ex(("127.0.0.1", 4242))]
"""
    assert 0 not in one_after_the_other(first, second)


def test_no_link_for_the_clean_up_to_follow(tmp_path):
    """Without bubblewrap, the scratch folder is one of the machine's: it goes, and nothing with it."""
    kept = tmp_path / "notes.txt"
    kept.write_text("20/20")
    with Sandbox(isolated=False) as sandbox, sandbox.submission() as submission:
        link = f"import os\nos.symlink({str(tmp_path)!r}, 'lien'); os.chmod('.', 0o755); print(os.getcwd())"
        scratch = Path(submission.run_cell(link, None)["printed"].strip())
        assert (scratch / "lien" / "notes.txt").exists()
    assert not scratch.exists()
    assert kept.read_text() == "20/20"


def test_no_key(one_after_the_other):
    first = """
import ctypes, platform
number = {"x86_64": 248, "aarch64": 217}[platform.machine()]
[ctypes.CDLL(None).syscall(number, b"user", b"grader", b"secret", 6, ring) for ring in (-3, -4, -5)]
"""
    second = """
import ctypes, platform
number = {"x86_64": 250, "aarch64": 219}[platform.machine()]
[ctypes.CDLL(None).syscall(number, 10, ring, b"user", b"grader", 0) for ring in (-3, -4, -5)]
"""
    assert one_after_the_other(first, second) == [-1, -1, -1]


def test_no_module_name_or_setting(one_after_the_other):
    first = """
import builtins, json, os, sys, requests, locale
json.trace = builtins.trace = sys.trace_ = requests.trace = 1
sys.modules["trace_module"] = json
os.environ["TRACE"] = "1"
sys.setrecursionlimit(100_000)
reponse = 42
"""
    second = """
import builtins, json, os, sys, requests
[
    hasattr(json, "trace"), hasattr(builtins, "trace"), hasattr(sys, "trace_"), hasattr(requests, "trace"),
    "trace_module" in sys.modules, "TRACE" in os.environ, sys.getrecursionlimit() == 100_000,
    "reponse" in globals(),
]
"""
    assert one_after_the_other(first, second) == [False] * 8


def test_no_route_and_no_request(sandbox):
    with sandbox.submission() as first:
        first.stage.route("/trace")
        first.run_cell(f"import requests\nrequests.get({first.stage.url!r} + '/trace', timeout=1)", None)
        assert len(first.stage.requests) == 1
    with sandbox.submission() as second:
        url = f"{second.stage.url}/trace"
        second.run_cell(f"import requests\ncode = requests.get({url!r}, timeout=1).status_code", None)
        with second.fork() as link:
            assert Student(link)["code"] == 404


@pytest.fixture
def tree(sandbox):
    """Return what finds the processes of a sandbox, as the machine sees them."""

    def find(sandbox=sandbox):
        parents = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):  # it has just ended
                parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        found = {sandbox._process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found

    return find


def ends(pid):
    """Say whether a process ends, without anybody's help."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], 10)[0])
    finally:
        os.close(watched)


@pytest.mark.parametrize(
    "act",
    [
        "child()",
        "child(os.setsid)",
        "[child() for _ in range(4)]",
        "subprocess.Popen(['sleep', '1000'], start_new_session=True)",
        "subprocess.Popen('(sleep 1000 &) &', shell=True)",
        "ctypes.CDLL(None).unshare(0x10000000 | 0x20000000); child()",
    ],
    ids=["fork", "session", "many", "program", "shell", "namespace"],
)
def test_no_process(sandbox, tree, act):
    code = f"""
import ctypes, os, signal, subprocess
def child(begin=int):
    if os.fork() == 0:
        begin()
        while True: signal.pause()
{act}
"""
    before = tree()
    with sandbox.submission() as submission:
        submission.run_cell(code, None)
        with submission.fork() as link:
            Student(link).run(code)
        during = tree() - before
    assert len(during) > 3
    assert all(map(ends, during))


def test_no_process_even_where_the_watchman_is_stopped(tree, monkeypatch):
    monkeypatch.setattr("grader.sandbox.sandbox.END_SECONDS", 0.05)
    with Sandbox() as other:
        before = tree(other)
        with other.submission() as submission:
            submission.run_cell("import os\nif os.fork() == 0:\n  while True: pass", None)
            during = tree(other) - before
            os.kill(min(during), signal.SIGSTOP)
        assert all(map(ends, before | during))
        with other.submission() as submission:
            assert submission.run_cell("print(1)", None)["printed"] == "1\n"


def test_no_process_of_the_same_group_without_bubblewrap(tree):
    with Sandbox(isolated=False) as other:
        before = tree(other)
        with other.submission() as submission:
            submission.run_cell("import os\nif os.fork() == 0:\n  while True: pass", None)
            during = tree(other) - before
        assert len(during) == 3
        assert all(map(ends, during))


def test_no_descriptor_and_no_thread_on_the_trusted_side(sandbox, works):
    works()
    descriptors, threads = len(os.listdir("/proc/self/fd")), set(threading.enumerate())
    for _ in range(5):
        assert works()
    for thread in set(threading.enumerate()) - threads:
        thread.join(5)
    assert len(os.listdir("/proc/self/fd")) == descriptors
    assert set(threading.enumerate()) <= threads
