"""The link to the code of a running kernel, and how a loop without end is stopped."""

import signal

import pytest

from grader.student.handle import StudentError


@pytest.fixture
def short(monkeypatch):
    """Allow a call a moment only."""
    monkeypatch.setattr("grader.student.limit.LIMIT", 0.05)
    monkeypatch.setattr("grader.student.limit.AGAIN", 0.02)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_loop_without_end_is_stopped(student, write, short):
    write("def loop():\n  while True: pass")
    with pytest.raises(StudentError) as raised:
        student.loop()
    assert raised.value.types[0] == "TimeLimit"


def test_a_lock_that_nobody_opens_is_stopped(student, write, short):
    write("import threading\ndef wait():\n  lock = threading.Lock()\n  lock.acquire()\n  lock.acquire()")
    with student.raises("TimeLimit"):
        student.wait()


def test_swallowing_the_interrupt_is_of_no_avail(student, write, short):
    write(
        """
        def loop():
            try:
                while True: pass
            except BaseException:
                pass
            while True: pass
        """
    )
    with student.raises("TimeLimit"):
        student.loop()


def test_what_follows_is_not_interrupted(student, write, short, monkeypatch):
    write("def loop():\n  while True: pass\ndef spend(n): return sum(1 for _ in range(n))")
    for _ in range(5):
        with student.raises("TimeLimit"):
            student.loop()
    monkeypatch.setattr("grader.student.limit.LIMIT", 60)
    assert student.spend(10_000) == 10_000


def test_an_error_that_is_slow_to_tell_is_told_as_the_loop_it_comes_from(student, write, short):
    write(
        """
        class Slow(KeyboardInterrupt):
            def __str__(self):
                while True: pass
        def loop():
            try:
                while True: pass
            except KeyboardInterrupt:
                raise Slow
        """
    )
    with student.raises("TimeLimit", "Slow"):
        student.loop()


def test_the_interrupt_of_the_trainee_is_told_as_such(student, write):
    write("def f(): raise KeyboardInterrupt")
    with student.raises("KeyboardInterrupt"):
        student.f()


@pytest.mark.parametrize(
    "request_", [{"op": "unknown"}, {"op": "call"}, {"op": "call", "ref": 99, "path": []}]
)
def test_a_request_that_makes_no_sense_is_an_error(link, request_):
    assert "error" in link({"args": [], "kwargs": {}, **request_})


def test_a_busy_wait_is_told(student, write):
    write("import time\ndef poll():\n  while time.time() < 1e12: pass")
    with student.raises("BusyWait"):
        student.poll()


def test_a_wait_without_end_is_told(student, write, stage):
    write("import requests\ndef ask(url): return requests.get(url).text")
    with student.raises("NeverAnswered"):
        student.ask(stage.route("/", hang=True).url)
