"""The stage of a notebook, where time is real."""

import threading

import pytest
import requests

from grader.stage import Answer, Stage


@pytest.fixture
def live():
    """Return a stage in real time."""
    stage = Stage()
    yield stage
    stage.close()


def test_it_answers_at_once(live):
    assert requests.get(live.route("/", json={"a": 1}).url, timeout=5).json() == {"a": 1}


def test_an_answer_that_is_too_slow_times_out(live):
    with pytest.raises(requests.ReadTimeout):
        requests.get(live.route("/", delay=60).url, timeout=0.05)


def test_a_hanging_answer_times_out(live):
    with pytest.raises(requests.ReadTimeout):
        requests.get(live.route("/", hang=True).url, timeout=0.05)


def test_a_body_in_pieces_comes_whole(live):
    url = live.route("/", text="abcdef", delay=0.01, pieces=3, pause=0.01).url
    assert requests.get(url, timeout=5).text == "abcdef"


def test_faults_are_those_of_virtual_time(live):
    with pytest.raises(requests.ConnectionError, match="without response"):
        requests.get(live.route("/", drop=True).url, timeout=5)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        requests.get(live.route("/", text="abcdef", cut=3).url, timeout=5)
    with pytest.raises(requests.ConnectionError, match="refused"):
        requests.get(live.refused_url, timeout=5)


def test_connections_are_kept(live):
    url = live.route("/", Answer(204), Answer(json=1)).url
    with requests.Session() as session:
        session.get(url, timeout=5)
        session.get(url, timeout=5)
    assert [seen.connection for seen in live.requests] == [1, 1]


def test_a_closed_stage_refuses_connections(live):
    url = live.route("/").url
    live.close()
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=5)


def test_a_closed_stage_leaves_no_thread():
    before = set(threading.enumerate())
    stage = Stage()
    requests.get(stage.route("/").url, timeout=5)
    begun = set(threading.enumerate()) - before
    stage.close()
    for thread in begun:
        thread.join(5)
    assert not [thread for thread in begun if thread.is_alive()]


def test_closing_twice_is_harmless(live):
    live.close()
    live.close()


def test_a_log_of_any_length_is_kept(live, monkeypatch):
    monkeypatch.setattr("grader.stage.stage.MAX_BYTES", 1000)
    url = live.route("/").url
    with requests.Session() as session:
        assert [session.get(url, timeout=5).status_code for _ in range(5)] == [200] * 5
