"""Whose time is virtual: the caller's and that of the threads it starts, and nobody else's."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from grader.clock import hooks


@pytest.fixture
def elsewhere():
    """Return what calls a function in a thread that began before any check; it ends with the test."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(int).result()
        yield lambda act: pool.submit(act).result()


def is_virtual(clock):
    return time.monotonic_ns() == clock.monotonic_ns


def test_time_is_real_outside_of_a_check(clock):
    assert not is_virtual(clock)
    assert time.monotonic_ns() < time.monotonic_ns() + 1


def test_time_is_virtual_during_a_check_and_real_again_after(play, clock):
    assert play(lambda: is_virtual(clock))
    assert not is_virtual(clock)


def test_time_is_real_again_after_a_failure(play, clock):
    with pytest.raises(ZeroDivisionError):
        play(lambda: 1 / 0)
    assert not is_virtual(clock)


def test_a_thread_started_by_the_code_has_virtual_time(play, clock):
    def start():
        seen = []
        thread = threading.Thread(target=lambda: seen.append(is_virtual(clock)))
        thread.start()
        thread.join()
        return seen

    assert play(start) == [True]


def test_a_thread_that_was_there_before_keeps_real_time(play, clock, elsewhere):
    assert play(lambda: elsewhere(lambda: is_virtual(clock))) is False
    assert play(lambda: elsewhere(lambda: time.sleep(0))) is None
    assert clock.waits == []


def test_a_thread_that_takes_an_old_ones_number_has_virtual_time(play, clock):
    """The system gives the idents of threads that have ended to new ones."""
    leave = threading.Event()
    old = threading.Thread(target=leave.wait)
    old.start()
    seen = []

    def start():
        leave.set()
        old.join()
        for _ in range(20):
            thread = threading.Thread(target=lambda: seen.append(is_virtual(clock)))
            thread.start()
            thread.join()

    play(start)
    assert seen == [True] * 20


def test_a_thread_that_asks_for_it_keeps_real_time(play, clock):
    def start():
        seen = []
        thread = threading.Thread(target=lambda: seen.append(is_virtual(clock)))
        thread.real_time = True
        thread.start()
        thread.join()
        return seen

    assert play(start) == [False]


def test_a_thread_that_outlives_a_check_has_virtual_time_in_the_next(play, clock):
    first, second, seen = threading.Event(), threading.Event(), []

    def work():
        first.wait()
        seen.append(is_virtual(clock))
        second.set()

    thread = threading.Thread(target=work)
    play(thread.start)
    play(lambda: (first.set(), second.wait()))
    thread.join()
    assert seen == [True]


@pytest.fixture
def lingering():
    """Return a thread that reads the clock when told, and what makes it read."""
    ask, answer, seen = threading.Semaphore(0), threading.Semaphore(0), []

    def work():
        while ask.acquire() and not leaving:
            seen.append(time.monotonic_ns())
            answer.release()

    def read():
        ask.release()
        answer.acquire()
        return seen[-1]

    leaving = []
    yield threading.Thread(target=work, daemon=True), read
    leaving.append(True)
    ask.release()


def test_a_thread_that_outlives_a_call_reads_the_time_at_which_it_ended(play, clock, lingering):
    thread, read = lingering
    play(lambda: (thread.start(), time.sleep(3600)))
    assert read() == clock.monotonic_ns


def test_a_thread_that_outlives_a_check_has_real_time_again(play, clock, lingering):
    thread, read = lingering
    play(thread.start)
    hooks.end_check()
    assert read() != clock.monotonic_ns


def test_a_thread_that_outlives_a_call_has_real_time_in_a_real_one(play, clock, lingering):
    thread, read = lingering
    play(thread.start)
    with hooks.real():
        assert read() != clock.monotonic_ns


def test_threads_that_wait_for_each_other_are_not_held_up(play, clock):
    def meet():
        event, seen = threading.Event(), []
        waiting = threading.Thread(target=lambda: seen.append(event.wait(60)))
        waiting.start()
        event.set()
        waiting.join()
        return seen

    assert play(meet) == [True]
    assert clock.elapsed == 0


def test_waits_of_the_stages_own_threads_are_no_company(play, stage, clock, monkeypatch):
    """A session keeps a thread of the stage's alive, which will never set this event."""
    monkeypatch.setattr(hooks, "COMPANY", 3600)
    url = stage.route("/").url

    def wait():
        with requests.Session() as session:
            session.get(url, timeout=1)
            return threading.Event().wait(60)

    assert play(wait) is False
    assert clock.sleeps == [60]


def test_a_threads_clock_moves_by_its_own_waits_only(play, stage):
    urls = [stage.route(f"/{seconds}", delay=seconds).url for seconds in (1, 2, 3)]

    def measure(url):
        start = time.perf_counter()
        requests.get(url, timeout=5)
        return time.perf_counter() - start

    def ask():
        with ThreadPoolExecutor(3) as pool:
            return list(pool.map(measure, urls))

    assert play(ask) == [1, 2, 3]


def test_the_thread_of_the_check_is_as_late_as_the_latest(play):
    def work():
        start = time.perf_counter()
        thread = threading.Thread(target=time.sleep, args=(5,))
        thread.start()
        thread.join()
        return time.perf_counter() - start

    assert play(work) == 5


@pytest.mark.skipif(not hasattr(os, "fork"), reason="pas de fork sur ce système")
def test_a_process_that_the_code_forks_has_real_time(play, clock):
    def fork():
        child = os.fork()
        if child == 0:
            os._exit(is_virtual(clock))
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    assert play(fork) == 0


def test_installing_again_changes_nothing():
    before = (time.sleep, time.time, threading.Condition.wait)
    hooks.install()
    assert (time.sleep, time.time, threading.Condition.wait) == before


def test_wrappers_look_like_what_they_wrap():
    assert (time.sleep.__module__, time.sleep.__name__) == ("time", "sleep")
    assert time.strftime.__name__ == "strftime"


def test_a_check_within_a_check_gives_the_outer_one_its_time_back(play, clock):
    def nested():
        inside = play(lambda: is_virtual(clock))
        return inside, is_virtual(clock)

    assert play(nested) == (True, True)
    assert not is_virtual(clock)
