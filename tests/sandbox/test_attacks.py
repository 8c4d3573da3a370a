"""Submissions that break, stall, flood or kill what they can.

Each piece of code runs in a cell, then in a check. It may come to an error of the student's or to the
end of its own process; the trusted side survives, and the next submission is served as ever.
"""

import contextlib

import pytest

from grader.sandbox.sandbox import Gone
from grader.student.codec import Unacceptable
from grader.student.handle import Student, StudentError

ENDS = {
    "exit": "os._exit(0)",
    "exit with a code": "os._exit(137)",
    "killed": "os.kill(os.getpid(), 9)",
    "abort": "os.abort()",
    "segmentation fault": "ctypes.string_at(0)",
    "stack overflow": "sys.setrecursionlimit(10**9)\ndef f(_): return max([1], key=f)\nf(1)",
    "closes everything": "os.closerange(0, 256)",
    "replaces itself": "os.execv('/bin/true', ['true'])",
    "kills its group": "os.kill(0, 9)",
    "kills the tree": "os.kill(1, 9); os.kill(-1, 9)",
}
STALLS = {
    "endless loop": "while True: pass",
    "endless loop that swallows all": "while True:\n try:\n  while True: pass\n except BaseException: pass",
    "endless loop deaf to signals": "signal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass",
    "endless loop without its timer": "signal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: pass",
    "endless loop in C": "sum(iter(int, 1))",
    "stops itself": "os.kill(os.getpid(), signal.SIGSTOP)",
    "stops its parent": "os.kill(os.getppid(), signal.SIGSTOP); time.sleep(1)",
    "stops its group": "os.kill(0, signal.SIGSTOP); time.sleep(1)",
    "traces its parent": "ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0); time.sleep(1)",
    "waits for itself": "lock = threading.Lock(); lock.acquire(); lock.acquire()",
    "waits for input": "os.read(os.pipe()[0], 1)",
    "reads the channel": "channel().recv(1)",
    "reads the terminal": "input()",
    "endless sleeps that swallow all": "while True:\n  try: time.sleep(1)\n  except BaseException: pass",
    "endless questions": 'while True: channel().sendall(b\'{"ask":["sleep",0]}\\n\')',
    "endless bytes": "while True: channel().sendall(b'x' * 65536)",
    "dripping bytes": "deaf(); [(channel().sendall(b'x'), _real_sleep(0.01)) for _ in range(10**6)]",
    "questions nobody can answer": ('while True: channel().sendall(b\'{"ask":["answer",1,null]}\\n\' * 100)'),
}
GARBAGE = {
    "garbage": "channel().sendall(os.urandom(100_000) + b'\\n')",
    "garbage everywhere": "for n in range(99):\n try: os.write(n, b'\\xff\\n' * 99)\n except OSError: pass",
    "no object": "channel().sendall(b'[1, 2]\\n')",
    "an empty line": "channel().sendall(b'\\n' * 1000)",
    "deep nesting": "channel().sendall(b'[' * 1_000_000 + b'\\n')",
    "deep objects": "channel().sendall(b'{\"a\":' * 100_000 + b'\\n')",
    "a number of a million digits": "channel().sendall(b'{\"value\":' + b'9' * 1_000_000 + b'}\\n')",
    "not a number": 'channel().sendall(b\'{"ask":["sleep",NaN]}\\n\')',
    "a question about too much time": "channel().sendall(b'{\"ask\":[\"sleep\",1' + b'0' * 400 + b']}\\n')",
    "a question of another kind": 'channel().sendall(b\'{"ask":["mark",20]}\\n\')',
    "a question that is none": 'channel().sendall(b\'{"ask":{}}\\n{"ask":null}\\n\')',
    "a forged end": "channel().sendall(b'{\"ended\":true}\\n')",
    "many forged ends": "channel().sendall(b'{\"ended\":true}\\n' * 1000)",
    "half a message": "channel().sendall(b'{\"value\":')",
    "a shut channel": "channel().shutdown(socket.SHUT_RDWR)",
    "descriptors sent along": "socket.send_fds(channel(), [b'x'], list(range(3)))",
}
EXCESS = {
    "memory": "kept = []\nwhile True: kept.append(bytearray(200_000_000))",
    "one large object": "x = b'x' * (6 << 30)",
    "output": "print('x' * 30_000_000)",
    "output without end": "while True: print('x' * 10_000)",
    "errors without end": "while True: sys.stderr.write('x' * 10_000)",
    "a long error": "raise ValueError('x' * 30_000_000)",
    "a deep error": "def f(n): raise ValueError from (f(n - 1) if n else None)\nf(900)",
    "files": "n = 0\nwhile True:\n  open(f'f{n}', 'w').close(); n += 1",
    "one large file": "f = open('f', 'wb')\nwhile True: f.write(bytes(1_000_000))",
    "descriptors": "kept = []\nwhile True: kept.append(open('/dev/null'))",
    "threads": "while True: threading.Thread(target=signal.pause, daemon=True).start()",
    "processes": "while True:\n  if os.fork() == 0: signal.pause()",
    "a fork bomb": "while True:\n  try: os.fork()\n  except OSError: signal.pause()",
    "processes of their own session": "while True:\n  if os.fork() == 0:\n    os.setsid(); signal.pause()",
    "namespaces": "while ctypes.CDLL(None).unshare(0x10000000) == 0: pass",
    "connections": (
        "kept = []\nwhile True:\n  kept.append(_socket.socket()); kept[-1].connect(('127.0.0.1', port))"
    ),
    "requests without end": (
        "s = _socket.socket(); s.connect(('127.0.0.1', port))\n"
        "while True: s.sendall(b'GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n' * 1000)"
    ),
    "a body without end": (
        "s = _socket.socket(); s.connect(('127.0.0.1', port))\n"
        "s.sendall(b'POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 99999999999\\r\\n\\r\\n')\n"
        "while True: s.sendall(bytes(1_000_000))"
    ),
}
ATTACKS = {**ENDS, **STALLS, **GARBAGE, **EXCESS}

TOOLS = """
import _socket, ctypes, os, signal, socket, stat, sys, threading, time
from grader.clock.hooks import REAL
_real_sleep = REAL["sleep"]
def channel():
    for fd in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                return socket.socket(fileno=os.dup(fd))
        except OSError:
            pass
def deaf():
    signal.setitimer(signal.ITIMER_REAL, 0)
"""


@pytest.fixture
def attacked(sandbox, monkeypatch):
    """Return what gives a submission of little patience, which knows the tools and the stage's port."""

    @contextlib.contextmanager
    def submission():
        with sandbox.submission() as victim, monkeypatch.context() as patch, contextlib.suppress(Gone):
            victim.run_cell(f"{TOOLS}\nport = {victim.stage.port}", None)
            patch.setattr("grader.sandbox.sandbox.CALL_SECONDS", 0.08)
            patch.setattr("grader.sandbox.sandbox.GRACE", 0.08)
            patch.setattr("grader.stage.stage.PATIENCE", 0.02)
            patch.setattr("grader.stage.connection.PATIENCE", 0.02)
            yield victim

    return submission


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_costs_its_own_submission_only(attacked, works, name):
    with attacked() as submission:
        submission.run_cell(ATTACKS[name], None)
    with attacked() as submission, submission.fork() as link, contextlib.suppress(StudentError, Unacceptable):
        Student(link).run(ATTACKS[name])
    assert works()
