"""The socket guard: nothing leaves this machine, not even the look-up of a name.

What is refused fails at once with the error that a machine without a network gives, so HTTP libraries
report it as they always do.
"""

import errno
import os
import socket
from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from grader.replay.patching import replaced

_installed: ExitStack | None = None


def is_local(host: str) -> bool:
    """Whether a host is this machine: `localhost`, or an address that never leaves it."""
    address = _address(host)
    if address is None:
        return host.lower() in ("", "localhost")
    mapped = getattr(address, "ipv4_mapped", None) or address
    return bool(mapped.is_loopback or mapped.is_unspecified)


def install() -> None:
    """Refuse every address but this machine's to the sockets of this process; again is harmless."""
    global _installed
    if _installed is None:
        _installed = ExitStack()
        for owner, name, make in _GUARDS:
            if hasattr(owner, name):
                _installed.enter_context(replaced(owner, name, make(getattr(owner, name))))


def uninstall() -> None:
    """Give the process its network back."""
    global _installed
    if _installed is not None:
        _installed.close()
    _installed = None


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _refuse_name(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host or ""
    if _address(name) is None and not is_local(name):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def _refuse_address(family: int, address: Any) -> None:
    if family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(address, tuple):
        return
    _refuse_name(address[0])
    if not is_local(address[0]):
        raise OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH))


def _connecting(real: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(real)
    def connect(self: socket.socket, address: Any) -> Any:
        _refuse_address(self.family, address)
        return real(self, address)

    return connect


def _connecting_ex(real: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(real)
    def connect_ex(self: socket.socket, address: Any) -> Any:
        try:
            _refuse_address(self.family, address)
        except socket.gaierror:
            raise
        except OSError as error:
            return error.errno
        return real(self, address)

    return connect_ex


def _sending(real: Callable[..., Any]) -> Callable[..., Any]:
    """Guard sendto(data[, flags], address) and sendmsg(buffers, ancillary, flags, address)."""

    @wraps(real)
    def send(self: socket.socket, *arguments: Any) -> Any:
        _refuse_address(self.family, arguments[-1])
        return real(self, *arguments)

    return send


def _looking_up(real: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(real)
    def look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        _refuse_name(host)
        return real(host, *arguments, **options)

    return look_up


def _looking_back(real: Callable[..., Any]) -> Callable[..., Any]:
    """Guard the look-ups of an address's name, which ask a name server too."""

    @wraps(real)
    def look_back(address: Any, *arguments: Any) -> Any:
        host = address[0] if isinstance(address, tuple) else address
        if not is_local(host):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(address, *arguments)

    return look_back


_GUARDS: tuple[tuple[Any, str, Callable[..., Any]], ...] = (
    (socket.socket, "connect", _connecting),
    (socket.socket, "connect_ex", _connecting_ex),
    (socket.socket, "sendto", _sending),
    (socket.socket, "sendmsg", _sending),
    (socket, "getaddrinfo", _looking_up),
    (socket, "gethostbyname", _looking_up),
    (socket, "gethostbyname_ex", _looking_up),
    (socket, "gethostbyaddr", _looking_back),
    (socket, "getnameinfo", _looking_back),
)
