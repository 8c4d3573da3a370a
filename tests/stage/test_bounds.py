"""What untrusted code cannot do to the stage."""

import contextlib
import socket

import pytest
import requests


@pytest.fixture
def connect(stage):
    """Return what opens a connection to the stage; all are closed with the test."""
    with contextlib.ExitStack() as stack:
        yield lambda: stack.enter_context(socket.create_connection(("127.0.0.1", stage.port), timeout=5))


def test_a_body_too_large_for_the_memory_is_cut_off(play, stage, monkeypatch):
    monkeypatch.setattr("grader.stage.stage.MAX_BYTES", 1_000_000)
    url = stage.route("/").url
    with pytest.raises(requests.ConnectionError):
        play(lambda: requests.post(url, data=b"x" * 2_000_000, timeout=1))
    assert stage.requests == []


def test_an_endless_body_is_cut_off(play, stage, monkeypatch):
    monkeypatch.setattr("grader.stage.stage.MAX_BYTES", 1_000_000)
    url = stage.route("/").url
    with pytest.raises(requests.ConnectionError):
        play(lambda: requests.post(url, data=iter(lambda: b"x" * 65_536, None), timeout=1))


def test_there_is_an_end_to_the_requests_of_a_check(play, stage, monkeypatch):
    monkeypatch.setattr("grader.stage.stage.MAX_BYTES", 100_000)
    url = stage.route("/").url

    def ask():
        with requests.Session() as session, contextlib.suppress(requests.ConnectionError):
            while True:
                session.get(url, timeout=1)

    play(ask)
    assert 10 < len(stage.requests) < 30


def test_the_next_check_has_the_same_room(play, stage, monkeypatch):
    monkeypatch.setattr("grader.stage.stage.MAX_BYTES", 1_000_000)
    for _ in range(3):
        stage.reset()
        assert play(lambda: requests.post(stage.route("/").url, data=b"x" * 900_000, timeout=1).ok)


def test_there_is_an_end_to_the_connections_at_one_time(stage, connect, monkeypatch):
    monkeypatch.setattr("grader.stage.stage.MAX_THREADS", 0)
    sock = connect()
    assert sock.recv(1) == b""


def test_a_client_that_does_not_read_holds_nobody_up(stage, connect, monkeypatch):
    monkeypatch.setattr("grader.stage.connection.PATIENCE", 0.05)
    stage.route("/", body=b"x" * 50_000)
    sock = connect()
    port = sock.getsockname()[1]
    sock.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 400)
    for _ in range(400):
        stage.pull(port, 1)


def test_a_request_of_a_check_that_is_over_is_not_logged(stage, connect, monkeypatch):
    monkeypatch.setattr("grader.stage.connection.PATIENCE", 0.01)
    sock = connect()
    port = sock.getsockname()[1]
    sock.sendall(b"GET /tard HTTP/1.1\r\n")
    assert stage.pull(port, 0) == "timeout"
    stage.reset()
    with contextlib.suppress(OSError):
        sock.sendall(b"Host: a\r\n\r\n")
        assert sock.recv(1) == b""
    assert stage.requests == []


def test_a_connection_that_the_stage_does_not_know_is_granted_nothing(stage, monkeypatch):
    monkeypatch.setattr("grader.stage.stage.PATIENCE", 0.01)
    assert stage.pull(1, None) == "ready"


@pytest.mark.parametrize("target", ["//[", "http://[::1/", "*", "/%zz", "/a?b=%ff&;=&"])
def test_any_target_is_read(stage, connect, target):
    sock = connect()
    sock.sendall(f"GET {target} HTTP/1.0\r\n\r\n".encode())
    stage.pull(sock.getsockname()[1], 0)
    assert sock.recv(12) == b"HTTP/1.1 404"
    assert stage.requests[0].target == target
    assert isinstance(stage.requests[0].query, dict)
