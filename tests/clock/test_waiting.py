"""Waits that the code asks for itself: they cost nothing and every one is known."""

import queue
import threading
import time

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from grader.stage import Answer


@pytest.fixture
def retrying():
    """Return what makes a session that tries again."""

    def make(**options):
        session = requests.Session()
        session.mount("http://", HTTPAdapter(max_retries=Retry(**options)))
        return session

    return make


def test_sleeping_lets_the_time_pass_at_once(play, clock):
    play(lambda: time.sleep(3600))
    assert clock.sleeps == [3600]
    assert clock.elapsed == 3600


def test_a_sleep_of_zero_is_a_sleep(play, clock):
    play(lambda: time.sleep(0))
    assert clock.sleeps == [0]


def test_whole_and_fractional_seconds_are_both_seconds(play, clock):
    play(lambda: (time.sleep(1), time.sleep(0.25)))
    assert clock.sleeps == [1, 0.25]


@pytest.mark.parametrize(
    ("seconds", "error"),
    [(-1, ValueError), (float("nan"), ValueError), (float("inf"), OverflowError), ("1", TypeError)],
)
def test_what_the_real_sleep_refuses_is_refused(play, clock, seconds, error):
    with pytest.raises(error):
        play(lambda: time.sleep(seconds))
    assert clock.waits == []


def test_a_sleep_too_short_for_the_clock_still_moves_it(play, clock):
    def wait():
        until = time.perf_counter() + 0.31 + 2e-13
        while (left := until - time.perf_counter()) > 0:
            threading.Event().wait(left)

    clock.wait(62)
    play(wait)
    assert clock.elapsed == pytest.approx(62.31)
    assert len(clock.waits) < 5


def test_an_event_that_never_comes_is_waited_for_until_its_time_out(play, clock):
    assert play(lambda: threading.Event().wait(3)) is False
    assert clock.sleeps == [3]


def test_an_event_that_has_come_is_not_waited_for(play, clock):
    event = threading.Event()
    event.set()
    assert play(lambda: event.wait(3)) is True
    assert clock.waits == []


def test_a_time_out_too_large_for_a_real_event_is_refused(play):
    with pytest.raises(OverflowError):
        play(lambda: threading.Event().wait(float("inf")))


def test_an_empty_queue_is_empty_after_its_time_out(play, clock):
    def get():
        with pytest.raises(queue.Empty):
            queue.Queue().get(timeout=5)

    play(get)
    assert clock.elapsed == 5


def test_a_full_queue_is_full_after_its_time_out(play, clock):
    full = queue.Queue(1)
    full.put(1)

    def put():
        with pytest.raises(queue.Full):
            full.put(2, timeout=4)

    play(put)
    assert clock.elapsed == 4


def test_a_condition_is_waited_for_until_its_time_out(play, clock):
    def wait():
        condition = threading.Condition()
        with condition:
            return condition.wait_for(lambda: False, timeout=6)

    assert play(wait) is False
    assert clock.elapsed == 6


def test_retries_back_off_on_the_virtual_clock(play, stage, clock, retrying):
    url = stage.route("/", *[Answer(503)] * 4, Answer(200)).url
    session = retrying(total=4, backoff_factor=1, status_forcelist=[503])
    assert play(lambda: session.get(url, timeout=1).status_code) == 200
    assert clock.sleeps == [2, 4, 8]  # urllib3 does not wait before the first retry
    assert [seen.at for seen in stage.requests] == [0, 0, 2, 6, 14]


def test_retries_wait_for_as_long_as_the_answer_says(play, stage, clock, retrying):
    url = stage.route("/", Answer(429, headers={"Retry-After": "7"}), Answer(200)).url
    session = retrying(total=1, status_forcelist=[429])
    assert play(lambda: session.get(url, timeout=1).status_code) == 200
    assert clock.sleeps == [7]


def test_retries_wait_until_the_date_that_the_answer_gives(play, stage, clock, retrying):
    until = "Mon, 05 Jan 2026 09:02:00 GMT"
    url = stage.route("/", Answer(503, headers={"Retry-After": until}), Answer(200)).url
    session = retrying(total=1, status_forcelist=[503])
    assert play(lambda: session.get(url, timeout=1).status_code) == 200
    assert clock.sleeps == [120]
