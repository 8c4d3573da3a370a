"""Messages between the two sides."""

import contextlib
import socket
import threading
import time

import pytest

from grader.sandbox.wire import MAX_MESSAGE, Wire, WireError


@pytest.fixture
def pair():
    """Return a wire, and the bare socket at its other end."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Wire(ours), theirs


@pytest.fixture
def soon():
    """Return what gives a moment that is near."""
    return lambda: time.monotonic() + 0.05


def test_messages_arrive_in_order(pair):
    wire, other = pair
    other.sendall(b'{"a": 1}\n{"b": "\\u00e9"}\n')
    assert [wire.receive(), wire.receive()] == [{"a": 1}, {"b": "é"}]


def test_a_message_is_one_line_of_json(pair):
    wire, other = pair
    wire.send({"texte": "é\n"})
    assert other.recv(100) == b'{"texte": "\\u00e9\\n"}\n'


def test_a_message_in_pieces_is_put_together(pair, soon):
    wire, other = pair
    other.sendall(b'{"a"')
    with pytest.raises(WireError):
        wire.receive(soon())
    other.sendall(b": 1}\n")
    assert wire.receive() == {"a": 1}


def test_large_messages_cross_both_ways(pair):
    wire, other = pair
    text = "x" * 5_000_000
    sending = threading.Thread(target=wire.send, args=({"text": text},))
    sending.start()
    assert Wire(other).receive() == {"text": text}
    sending.join()


@pytest.mark.parametrize(
    "line",
    [b"", b"bonjour", b"[1]", b"null", b"3", b'"a"', b"\xff\xfe", b"{", b"[" * 20_000, b'{"a":' * 20_000],
)
def test_what_is_no_object_is_an_error(pair, line):
    wire, other = pair
    other.sendall(line + b"\n")
    with pytest.raises(WireError):
        wire.receive()


def test_a_number_of_too_many_digits_is_an_error(pair):
    wire, other = pair
    other.sendall(b'{"a": ' + b"9" * 10_000 + b"}\n")
    with pytest.raises(WireError):
        wire.receive()


def test_the_end_of_the_other_side_is_an_error(pair):
    wire, other = pair
    other.close()
    with pytest.raises(WireError):
        wire.receive()
    with pytest.raises(WireError):
        wire.send({})


def test_the_end_of_this_side_is_an_error(pair, soon):
    wire, _ = pair
    wire.sock.close()
    for use in (wire.receive, lambda: wire.receive(soon()), lambda: wire.send({}, soon())):
        with pytest.raises(WireError):
            use()


def test_a_message_without_end_is_an_error(pair, monkeypatch):
    monkeypatch.setattr("grader.sandbox.wire.MAX_MESSAGE", 1000)
    assert MAX_MESSAGE > 1000
    wire, other = pair
    other.sendall(b"x" * 5000)
    with pytest.raises(WireError, match="too long"):
        wire.receive()


def test_silence_is_an_error_in_the_end(pair, soon):
    wire, _ = pair
    with pytest.raises(WireError, match="in time"):
        wire.receive(soon())


def test_bytes_that_drip_do_not_put_the_end_off(pair, soon):
    wire, other = pair
    stop = threading.Event()

    def drip():
        while not stop.wait(0.001):
            other.send(b"x")

    dripping = threading.Thread(target=drip)
    dripping.start()
    try:
        with pytest.raises(WireError, match="in time"):
            wire.receive(soon())
    finally:
        stop.set()
        dripping.join()


def test_messages_that_never_cease_do_not_put_the_end_off(pair, soon):
    wire, other = pair
    other.setblocking(False)
    until = soon()

    def flood():
        while True:
            with contextlib.suppress(BlockingIOError):
                other.send(b"{}\n" * 10)
            wire.receive(until)

    with pytest.raises(WireError, match="in time"):
        flood()


def test_a_side_that_does_not_listen_does_not_hold_the_other_up(pair, soon):
    wire, _ = pair
    with pytest.raises(WireError):
        wire.send({"text": "x" * 10_000_000}, soon())
