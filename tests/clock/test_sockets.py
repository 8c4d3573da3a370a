"""Connections during a check: to the stage, and nowhere else."""

import socket

import pytest
import requests

from grader.clock.hooks import NeverAnswered


def test_a_name_is_never_looked_up(play):
    with pytest.raises(socket.gaierror):
        play(lambda: socket.getaddrinfo("api.example.com", 443))


def test_an_unknown_host_is_a_connection_error(play, stage):
    with pytest.raises(requests.ConnectionError, match="Name or service not known"):
        play(lambda: requests.get(stage.unknown_url, timeout=2))


def test_a_raw_connection_by_name_fails_as_a_look_up_does(play):
    with socket.socket() as sock, pytest.raises(socket.gaierror):
        play(lambda: sock.connect(("api.example.com", 80)))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_stage_is_at_home(play, stage, host):
    stage.route("/", text="ok")
    assert play(lambda: requests.get(f"http://{host}:{stage.port}/", timeout=2).text) == "ok"


def test_another_port_of_this_machine_refuses(play):
    with socket.create_server(("127.0.0.1", 0)) as other:
        url = f"http://127.0.0.1:{other.getsockname()[1]}/"
        with pytest.raises(requests.ConnectionError, match="Connection refused"):
            play(lambda: requests.get(url, timeout=2))


def test_a_refusal_takes_no_time(play, stage, clock):
    with pytest.raises(requests.ConnectionError, match="Connection refused"):
        play(lambda: requests.get(stage.refused_url, timeout=2))
    assert clock.elapsed == 0


def test_an_address_elsewhere_is_unreachable(play, clock):
    with pytest.raises(requests.ConnectionError, match="Network is unreachable"):
        play(lambda: requests.get("http://198.51.100.7/", timeout=2))
    assert clock.elapsed == 0


def test_a_silent_host_takes_the_time_out_of_the_connection(play, stage, clock):
    with pytest.raises(requests.ConnectTimeout):
        play(lambda: requests.get(stage.silent_url, timeout=(3, 10)))
    assert clock.elapsed == 3
    assert [wait.kind for wait in clock.waits] == ["connect"]


def test_a_silent_host_without_a_time_out_would_never_answer(play, stage):
    with pytest.raises(NeverAnswered):
        play(lambda: requests.get(stage.silent_url))


def test_unix_sockets_are_left_alone(play):
    def talk():
        ours, theirs = socket.socketpair()
        with ours, theirs:
            ours.sendall(b"bonjour")
            return theirs.recv(7)

    assert play(talk) == b"bonjour"
