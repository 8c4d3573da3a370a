"""Connections: kept, counted, many at once, and large in both directions."""

import http.client
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import requests

from grader.stage import Answer

MEGABYTE = 1_000_000


def test_a_session_keeps_its_connection(play, stage):
    url = stage.route("/", json={}).url
    with requests.Session() as session:
        play(
            lambda: [session.get(url, timeout=1), session.head(url, timeout=1), session.post(url, timeout=1)]
        )
    assert [seen.connection for seen in stage.requests] == [1, 1, 1]


def test_requests_without_a_session_each_have_their_connection(play, stage):
    url = stage.route("/").url
    play(lambda: [requests.get(url, timeout=1) for _ in range(3)])
    assert [seen.connection for seen in stage.requests] == [1, 2, 3]


def test_answers_without_a_body_keep_the_connection(play, stage):
    url = stage.route("/", Answer(204), Answer(304), Answer(200)).url
    with requests.Session() as session:
        play(lambda: [session.get(url, timeout=1) for _ in range(3)])
    assert {seen.connection for seen in stage.requests} == {1}


def test_a_body_in_many_pieces_keeps_the_connection(play, stage):
    url = stage.route("/", text="x" * 100, pieces=100, pause=0.01).url
    with requests.Session() as session:
        play(lambda: [session.get(url, timeout=1) for _ in range(3)])
    assert [seen.connection for seen in stage.requests] == [1, 1, 1]


def test_an_answer_that_was_not_waited_for_costs_the_connection(play, stage):
    url = stage.route("/", Answer(delay=30), Answer()).url

    def insist(session):
        try:
            session.get(url, timeout=1)
        except requests.ReadTimeout:
            session.get(url, timeout=1)

    with requests.Session() as session:
        play(lambda: insist(session))
    assert [seen.connection for seen in stage.requests] == [1, 2]


def test_a_session_goes_on_after_a_reset(play, stage):
    with requests.Session() as session:
        play(lambda: session.get(stage.route("/").url, timeout=1))
        stage.reset()
        play(lambda: session.get(stage.route("/").url, timeout=1))
    assert [seen.connection for seen in stage.requests] == [1]


def test_a_large_body_comes_whole(play, stage):
    content = bytes(range(256)) * 20_000
    assert play(lambda: requests.get(stage.route("/", body=content).url, timeout=1).content) == content


def test_a_large_body_in_pieces_comes_whole(play, stage, clock):
    content = bytes(range(256)) * 20_000
    url = stage.route("/", body=content, pieces=3, pause=0.5).url
    assert play(lambda: requests.get(url, timeout=1).content) == content
    assert clock.elapsed == 1.5


def test_a_large_body_is_received_whole(play, stage):
    content = b"0123456789" * MEGABYTE
    play(lambda: requests.put(stage.route("/").url, data=content, timeout=1))
    assert stage.requests[0].body == content


def test_a_body_in_chunks_is_put_together(play, stage):
    play(lambda: requests.post(stage.route("/").url, data=iter([b"abc", b"", b"def"]), timeout=1))
    assert stage.requests[0].body == b"abcdef"
    assert stage.requests[0].headers["Transfer-Encoding"] == "chunked"


def test_a_client_that_waits_for_100_continue_is_told_to_go_on(play, stage, clock):
    stage.route("/", text="reçu")

    def send():
        connection = http.client.HTTPConnection("127.0.0.1", stage.port, timeout=2)
        connection.putrequest("POST", "/")
        connection.putheader("Content-Length", "3")
        connection.putheader("Expect", "100-continue")
        connection.endheaders()
        first = connection.sock.recv(4096)
        connection.send(b"abc")
        return first, connection.getresponse().read()

    first, body = play(send)
    assert first.startswith(b"HTTP/1.1 100")
    assert body.decode() == "reçu"
    assert stage.requests[0].body == b"abc"
    assert clock.elapsed == 0


def test_a_request_in_two_parts_is_put_together(play, stage):
    stage.route("/", text="ok")

    def send():
        with socket.create_connection(("127.0.0.1", stage.port), timeout=2) as sock:
            sock.sendall(b"GET / HT")
            sock.sendall(b"TP/1.0\r\nHost: a\r\n\r\n")
            return sock.makefile("rb").read()

    assert play(send).endswith(b"ok")


def test_threads_are_all_answered(play, stage):
    urls = [stage.route(f"/{number}", json=number, delay=number / 10).url for number in range(8)]

    def ask():
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(lambda url: requests.get(url, timeout=1).json(), urls))

    assert play(ask) == list(range(8))
    assert sorted(seen.path for seen in stage.requests) == [f"/{number}" for number in range(8)]


def test_an_answer_can_be_held_back_until_others_have_asked(play, stage):
    """How a check tells concurrent requests from sequential ones: by rendezvous, not by the clock."""
    together = threading.Barrier(3, timeout=10)

    def respond(_):
        together.wait()
        return Answer(text="ensemble")

    url = stage.route("/", respond=respond).url

    def ask():
        with ThreadPoolExecutor(3) as pool:
            return [answer.text for answer in pool.map(lambda _: requests.get(url, timeout=1), range(3))]

    assert play(ask) == ["ensemble"] * 3


def test_the_rest_of_a_large_answer_may_leave_before_the_client_asks(stage, clock):
    stage.route("/", body=b"x" * 200_000)
    with socket.create_connection(("127.0.0.1", stage.port)) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 400_000)
        client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        port = client.getsockname()[1]
        assert stage.pull(port, 5) == "ready"
        while len(client.recv(400_000, socket.MSG_PEEK)) < 200_000:
            pass
        assert stage.pull(port, 5) == "ready"
    assert clock.elapsed == 0
