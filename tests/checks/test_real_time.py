"""Checks in real time: what threads share is seen as it is."""

import pytest

from grader.checks.outcome import Outcome

MEETING = """
import threading
from grader.stage import Answer

@q(real_time=True)
def test_together(student, stage):
    barrier = threading.Barrier(2)
    def meet(exchange):
        barrier.wait(1)
        return Answer(json="ensemble")
    urls = [stage.route(path, respond=meet).url for path in ("/a", "/b")]
    assert student.both(urls) == ["ensemble", "ensemble"]
"""
THREADS = """
from concurrent.futures import ThreadPoolExecutor
import requests
def get(url): return requests.get(url, timeout=5).json()
def both(urls):
    with ThreadPoolExecutor() as pool:
        return list(pool.map(get, urls))
"""
IN_TURN = "import requests\ndef both(urls): return [requests.get(url, timeout=5).json() for url in urls]"
SLEEP = "import time\ndef sleep(seconds):\n    time.sleep(seconds)\n    return time.monotonic()"


def test_an_answer_can_wait_for_another_request(run):
    (result,) = run(MEETING, THREADS)
    assert result.outcome is Outcome.PASSED


def test_requests_in_turn_do_not_meet(run):
    (result,) = run(MEETING, IN_TURN)
    assert result.outcome is Outcome.FAILED
    assert [line.split(" → ")[1][:3] for line in result.conversation] == ["500", "500"]


@pytest.mark.parametrize(("real", "waits"), [(True, 0), (False, 1)])
def test_the_clock_grants_no_wait_in_real_time(run, real, waits):
    source = f"""
    @q(real_time={real})
    def test_a(student, stage, clock):
        assert student.sleep(0.02) > 0
        assert len(clock.waits) == {waits}
        assert stage.now() >= 0.02
    """
    (result,) = run(source, SLEEP)
    assert (result.outcome, result.message) == (Outcome.PASSED, "")


def test_the_next_check_is_virtual_again(run):
    source = """
    @q(real_time=True)
    def test_a(student): student.sleep(0)

    @q
    def test_b(student, clock):
        student.sleep(3600)
        assert clock.elapsed == 3600
    """
    assert [result.outcome for result in run(source, SLEEP)] == [Outcome.PASSED] * 2
