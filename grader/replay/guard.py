"""The socket guard: nothing leaves this machine, not even the look-up of a name.

What is refused fails at once with the error that a machine without a network gives, so HTTP libraries
report it as they always do.
"""

import errno
import os
import socket
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from grader.clock.hooks import is_virtual

_installed = False
_active = False


def is_local(host: str) -> bool:
    """Whether a host is this machine: `localhost`, or an address that never leaves it."""
    address = _address(host)
    if address is None:
        return host.lower() in ("", "localhost")
    mapped = getattr(address, "ipv4_mapped", None) or address
    return bool(mapped.is_loopback or mapped.is_unspecified)


def install() -> None:
    """Refuse every address but this machine's to the sockets of this process; again is harmless.

    The wrappers are put in place once and stay, since others (the clock's) may be laid over them.
    """
    global _installed, _active
    _active = True
    if not _installed:
        _installed = True
        for owner, name, make in _GUARDS:
            if hasattr(owner, name):
                setattr(owner, name, make(getattr(owner, name)))


def uninstall() -> None:
    """Give the process its network back."""
    global _active
    _active = False


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _refuse_name(host: Any) -> None:
    """Refuse to ask which address a name has; an address asks nobody."""
    __tracebackhide__ = True  # IPython leaves this frame out of the traceback
    name = host.decode() if isinstance(host, bytes) else host or ""
    if _address(name) is None:
        _refuse_lookup(name)


def _refuse_lookup(host: str) -> None:
    if _active and not is_local(host):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def _refuse_address(family: int, address: Any) -> None:
    if family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(address, tuple):
        return
    _refuse_name(address[0])
    if _active and not is_local(address[0]):
        raise OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH))


def _connecting(real: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(real)
    def connect(self: socket.socket, address: Any) -> Any:
        if not is_virtual():  # during a check, the clock's wrapper below says what a connection comes to
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


def _sending_to(real: Callable[..., Any]) -> Callable[..., Any]:
    """Guard sendto(data[, flags], address)."""

    @wraps(real)
    def sendto(self: socket.socket, *arguments: Any) -> Any:
        _refuse_address(self.family, arguments[-1])
        return real(self, *arguments)

    return sendto


def _sending_message(real: Callable[..., Any]) -> Callable[..., Any]:
    """Guard sendmsg(buffers[, ancillary, flags, address])."""

    @wraps(real)
    def sendmsg(self: socket.socket, *arguments: Any) -> Any:
        _refuse_address(self.family, arguments[3] if len(arguments) > 3 else None)
        return real(self, *arguments)

    return sendmsg


def _looking_up(real: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(real)
    def look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        __tracebackhide__ = True  # IPython leaves this frame out of the traceback
        _refuse_name(host)
        return real(host, *arguments, **options)

    return look_up


def _looking_back(real: Callable[..., Any]) -> Callable[..., Any]:
    """Guard the look-ups of an address's name, which ask a name server too."""

    @wraps(real)
    def look_back(address: Any, *arguments: Any) -> Any:
        _refuse_lookup(address[0] if isinstance(address, tuple) else address)
        return real(address, *arguments)

    return look_back


_GUARDS: tuple[tuple[Any, str, Callable[..., Any]], ...] = (
    (socket.socket, "connect", _connecting),
    (socket.socket, "connect_ex", _connecting_ex),
    (socket.socket, "sendto", _sending_to),
    (socket.socket, "sendmsg", _sending_message),
    (socket, "getaddrinfo", _looking_up),
    (socket, "gethostbyname", _looking_up),
    (socket, "gethostbyname_ex", _looking_up),
    (socket, "gethostbyaddr", _looking_back),
    (socket, "getnameinfo", _looking_back),
)
