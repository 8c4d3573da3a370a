"""Answers that go wrong."""

import pytest
import requests

from grader.clock.hooks import NeverAnswered


@pytest.fixture
def get(play):
    """Return what sends GET and returns the answer."""
    return lambda url, timeout=2: play(lambda: requests.get(url, timeout=timeout))


def test_a_dropped_connection_closes_before_a_single_byte(get, stage, clock):
    with pytest.raises(requests.ConnectionError, match="Remote end closed connection without response"):
        get(stage.route("/", drop=True, delay=1).url)
    assert clock.elapsed == 1


@pytest.mark.parametrize("cut", [0, 3, 65_000])
def test_a_cut_body_is_incomplete(get, stage, cut):
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match=rf"IncompleteRead\({cut} bytes read"):
        get(stage.route("/", text="a" * 100_000, cut=cut).url)


def test_a_hanging_answer_lasts_until_the_time_out(get, stage, clock):
    with pytest.raises(requests.ReadTimeout):
        get(stage.route("/", hang=True).url, 2.5)
    assert clock.elapsed == 2.5


def test_a_hanging_answer_without_a_time_out_would_never_come(get, stage, clock):
    with pytest.raises(NeverAnswered):
        get(stage.route("/", hang=True).url, None)
    assert clock.elapsed == 0
    assert stage.requests[0].outcome == "never"


def test_no_except_exception_hides_an_answer_that_never_comes(play, stage):
    url = stage.route("/", hang=True).url

    def hide():
        try:
            requests.get(url)
        except Exception:
            return "hidden"

    with pytest.raises(NeverAnswered):
        play(hide)


def test_reading_on_after_the_answer_lasts_until_the_time_out(play, stage, clock, monkeypatch):
    import socket

    monkeypatch.setattr("grader.stage.connection.PATIENCE", 0.01)
    stage.route("/")

    def read_until_closed():
        with socket.create_connection(("127.0.0.1", stage.port), timeout=3) as sock:
            sock.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            while sock.recv(4096):
                pass

    with pytest.raises(TimeoutError):
        play(read_until_closed)
    assert clock.elapsed == 3


def test_what_is_no_http_is_cut_off(play, stage):
    import socket

    def talk():
        with socket.create_connection(("127.0.0.1", stage.port), timeout=3) as sock:
            sock.sendall(b"bonjour\r\n\r\n")
            return sock.recv(100)

    assert play(talk) == b""
    assert stage.requests == []


def test_a_fault_costs_the_next_request_nothing(get, stage):
    with pytest.raises(requests.ConnectionError):
        get(stage.route("/", drop=True).url)
    assert get(stage.route("/suite", text="ok").url).text == "ok"
