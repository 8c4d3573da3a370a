"""Nothing leaves the machine."""

import asyncio
import errno
import socket

import pytest

from grader.replay import guard

OUTSIDE = "192.0.2.1"


@pytest.fixture
def guarded():
    guard.install()
    yield
    guard.uninstall()


@pytest.fixture
def tcp():
    with socket.socket() as one:
        one.settimeout(1)
        yield one


@pytest.fixture
def udp():
    with socket.socket(type=socket.SOCK_DGRAM) as one:
        yield one


def test_addresses_of_this_machine():
    local = ["127.0.0.1", "127.1.2.3", "::1", "localhost", "LOCALHOST", "0.0.0.0", "::ffff:127.0.0.1"]
    assert all(map(guard.is_local, local))
    assert not any(
        map(guard.is_local, [OUTSIDE, "8.8.8.8", "2001:db8::1", "example.com", "localhost.example.com"])
    )


@pytest.mark.usefixtures("guarded")
class TestGuarded:
    def test_an_outside_address_is_unreachable(self, tcp):
        with pytest.raises(OSError, match="unreachable") as caught:
            tcp.connect((OUTSIDE, 80))
        assert caught.value.errno == errno.ENETUNREACH
        assert tcp.connect_ex((OUTSIDE, 80)) == errno.ENETUNREACH

    def test_a_name_is_not_looked_up_on_the_way(self, tcp, udp):
        for attempt in (tcp.connect, tcp.connect_ex, lambda address: udp.sendto(b"x", address)):
            with pytest.raises(socket.gaierror):
                attempt(("example.com", 80))

    def test_datagrams_do_not_leave(self, udp):
        with pytest.raises(OSError, match="unreachable"):
            udp.sendto(b"x", (OUTSIDE, 53))
        with pytest.raises(OSError, match="unreachable"):
            udp.sendto(b"x", 0, (OUTSIDE, 53))
        with pytest.raises(OSError, match="unreachable"):
            udp.sendmsg([b"x"], [], 0, (OUTSIDE, 53))

    @pytest.mark.parametrize(
        "look_up",
        [
            lambda: socket.getaddrinfo("example.com", 80),
            lambda: socket.getaddrinfo(b"example.com", 80),
            lambda: socket.getaddrinfo(host="example.com", port=80),
            lambda: socket.gethostbyname("example.com"),
            lambda: socket.gethostbyname_ex("example.com"),
            lambda: socket.gethostbyaddr(OUTSIDE),
            lambda: socket.getnameinfo((OUTSIDE, 80), 0),
            lambda: socket.create_connection(("example.com", 80)),
        ],
    )
    def test_no_name_server_is_asked(self, look_up):
        with pytest.raises(socket.gaierror, match="Name or service not known"):
            look_up()

    def test_asyncio_is_guarded_too(self):
        with pytest.raises(socket.gaierror):
            asyncio.run(asyncio.open_connection("example.com", 80))
        with pytest.raises(OSError, match="unreachable"):
            asyncio.run(asyncio.open_connection(OUTSIDE, 80))

    def test_this_machine_is_reached(self, loopback, udp):
        socket.create_connection(("localhost", loopback)).close()
        with socket.socket(type=socket.SOCK_DGRAM) as receiver:
            receiver.bind(("127.0.0.1", 0))
            receiver.settimeout(10)
            udp.sendto(b"x", receiver.getsockname())
            assert receiver.recv(1) == b"x"
            udp.sendmsg((b"y",), [], 0, receiver.getsockname())
            assert receiver.recv(1) == b"y"

    def test_sockets_without_addresses_work(self, tmp_path):
        one, other = socket.socketpair()
        with one, other:
            one.sendmsg((b"x",))
            assert other.recv(1) == b"x"
        with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
            server.bind(str(tmp_path / "s"))
            server.listen()
            client.connect(str(tmp_path / "s"))

    def test_looking_up_an_address_asks_nobody(self):
        assert socket.getaddrinfo(OUTSIDE, 80)[0][4] == (OUTSIDE, 80)
        assert socket.getaddrinfo(None, 80)


def test_installing_again_and_elsewhere_is_harmless(monkeypatch, tcp):
    guard.install()
    laid_over = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: laid_over(self, address))
    guard.uninstall()
    guard.install()
    with pytest.raises(OSError, match="unreachable"):
        tcp.connect((OUTSIDE, 80))
    guard.uninstall()
