"""Slow answers and time-outs, to the nanosecond."""

import time

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry


@pytest.fixture
def get(play):
    """Return what sends GET and returns the answer."""
    return lambda url, timeout: play(lambda: requests.get(url, timeout=timeout))


def test_a_delay_passes_on_the_clock(get, stage, clock):
    assert get(stage.route("/", delay=0.35).url, 2).ok
    assert clock.elapsed == 0.35


def test_elapsed_tells_the_delay(get, stage):
    assert get(stage.route("/", delay=0.35).url, 2).elapsed.total_seconds() == 0.35


def test_an_answer_later_than_the_time_out_never_comes(get, stage, clock):
    with pytest.raises(requests.ReadTimeout):
        get(stage.route("/", delay=30).url, 2)
    assert clock.elapsed == 2


@pytest.mark.parametrize("delay", [0, 1.999_999, 2])
def test_an_answer_within_the_time_out_comes(get, stage, clock, delay):
    assert get(stage.route("/", delay=delay).url, 2).ok
    assert clock.elapsed == delay


def test_an_answer_a_microsecond_too_late_is_too_late(get, stage):
    with pytest.raises(requests.ReadTimeout):
        get(stage.route("/", delay=2.000_001).url, 2)


def test_without_a_time_out_any_delay_is_waited_for(get, stage, clock):
    assert get(stage.route("/", delay=3600).url, None).ok
    assert clock.elapsed == 3600


def test_the_time_out_of_reading_is_the_second_of_two(get, stage, clock):
    with pytest.raises(requests.ReadTimeout):
        get(stage.route("/", delay=30).url, (1, 2.5))
    assert clock.elapsed == 2.5


def test_each_redirection_takes_its_time(get, stage, clock):
    stage.route("/fin", delay=0.3)
    get(stage.route("/", status=302, headers={"Location": "/fin"}, delay=0.2).url, 1)
    assert clock.elapsed == 0.5


def test_each_piece_of_a_body_takes_its_time(get, stage, clock):
    answer = get(stage.route("/", text="abcdefgh", delay=0.1, pieces=4, pause=0.25).url, 1)
    assert answer.text == "abcdefgh"
    assert clock.elapsed == 1.1


def test_elapsed_stops_at_the_headers(get, stage):
    answer = get(stage.route("/", text="abcd", delay=0.1, pieces=4, pause=0.25).url, 1)
    assert answer.elapsed.total_seconds() == 0.1


def test_a_time_out_bounds_each_read_and_not_the_whole_answer(get, stage, clock):
    assert get(stage.route("/", text="abcdefgh", pieces=8, pause=0.9).url, 1).ok
    assert clock.elapsed == 7.2


def test_a_pause_longer_than_the_time_out_cuts_the_body_off(get, stage, clock):
    with pytest.raises(requests.ConnectionError, match="Read timed out"):
        get(stage.route("/", text="abcd", delay=0.5, pieces=2, pause=3).url, 1)
    assert clock.elapsed == 1.5


def test_a_streamed_body_comes_piece_by_piece(play, stage, clock):
    url = stage.route("/", text="abcd", pieces=4, pause=1).url

    def read():
        with requests.get(url, stream=True, timeout=2) as answer:
            return [(part, time.monotonic() - 1000) for part in answer.iter_content(1)]

    assert play(read) == [(b"a", 1), (b"b", 2), (b"c", 3), (b"d", 4)]


def test_what_was_waited_for_already_counts_when_the_code_waits_again(play, stage, clock):
    import socket

    stage.route("/", delay=5, text="enfin")

    def insist():
        with socket.create_connection(("127.0.0.1", stage.port), timeout=2) as sock:
            sock.sendall(b"GET / HTTP/1.0\r\n\r\n")
            for attempt in range(1, 9):
                try:
                    return attempt, sock.recv(15)
                except TimeoutError:
                    continue

    assert play(insist) == (3, b"HTTP/1.1 200 OK")
    assert clock.elapsed == 5


def test_a_stall_that_is_retried_is_waited_for_each_time(play, stage, clock):
    url = stage.route("/", delay=30).url
    session = requests.Session()
    session.mount("http://", HTTPAdapter(max_retries=Retry(2)))
    with pytest.raises(requests.ConnectionError):
        play(lambda: session.get(url, timeout=4))
    assert clock.elapsed == 12
    assert len(stage.requests) == 3


def test_something_can_happen_just_before_an_answer_leaves(get, stage, clock):
    url = stage.route("/", delay=0.2, during=lambda: clock.jump(-3600)).url
    before = clock.wall_ns
    get(url, 1)
    assert clock.wall_ns - before == -3_599_800_000_000
