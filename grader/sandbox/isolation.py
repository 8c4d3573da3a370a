"""A fresh set of namespaces for one submission, made inside the sandbox, without a program of its own.

Called by trusted code in a process that has not yet seen the submission. An unshare costs
some milliseconds where a new bubblewrap, with its imports, would cost most of a second.
"""

import contextlib
import ctypes
import fcntl
import os
import resource
import socket
import struct
from typing import Any

NEWNS, NEWUTS, NEWIPC = 0x00020000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_RDONLY = 2, 4, 8, 1
MS_REC_PRIVATE = 0x4000 | 0x40000
MS_BIND_ALL = 0x1000 | 0x4000
NOBODY = 65_534
PR_SET_DUMPABLE = 4
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1
CAPABILITY_VERSION_3 = 0x20080522
KEYCTL_JOIN_SESSION_KEYRING = 1

_libc = ctypes.CDLL(None, use_errno=True)


def unshare() -> None:
    """Leave every namespace of the sandbox; the next child is the first process of a new tree."""
    if os.getuid() == 0:
        with contextlib.suppress(PermissionError):  # a container's root may not
            _give_root_up()
    user, group = os.getuid(), os.getgid()
    _call(_libc.unshare, NEWUSER | NEWPID | NEWNS | NEWIPC | NEWNET | NEWUTS)
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{user} {user} 1")
    _write("/proc/self/gid_map", f"{group} {group} 1")


def _give_root_up() -> None:
    """Become nobody: limits on processes do not bind the real root user."""
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    _call(_libc.prctl, PR_SET_DUMPABLE, 1, 0, 0, 0)  # else /proc/self/uid_map stays root's


def settle(scratch: str, size: int, seen: list[str]) -> None:
    """Give the new tree its own files and loopback, then drop every capability.

    Args:
        scratch: where the folder for its files is mounted; /tmp and /dev/shm are the others it may write to.
        size: of each of these folders, in bytes.
        seen: folders that the tree must go on seeing, even if they are below /tmp.
    """
    _call(_libc.mount, b"none", b"/", None, MS_REC_PRIVATE, None)
    _mount(scratch, MS_NOSUID | MS_NODEV, f"size={size},mode=755")
    _mount("/dev/shm", MS_NOSUID | MS_NODEV, f"size={size}")
    _mount_tmp(size, [place for place in seen if place.startswith("/tmp/")])
    _mount(
        "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, "size=4k"
    )  # no process of another tree to look at
    _loopback_up()
    _leave_keyring()
    _drop_capabilities()


def limit(seconds: int, memory: int, files: int, processes: int, file_size: int) -> None:
    """Bound what a process may use: CPU seconds, bytes of memory, open files, processes, bytes a file."""
    for kind, value in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_NPROC, processes),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def _mount(where: str, flags: int, options: str) -> None:
    _call(_libc.mount, b"tmpfs", where.encode(), b"tmpfs", flags, options.encode())


def _mount_tmp(size: int, seen: list[str]) -> None:
    held = [(place, os.open(place, os.O_PATH)) for place in seen]
    _mount("/tmp", MS_NOSUID | MS_NODEV, f"size={size},mode=1777")
    for place, descriptor in held:
        os.makedirs(place)
        source = f"/proc/self/fd/{descriptor}"
        _call(_libc.mount, source.encode(), place.encode(), None, MS_BIND_ALL, None)
        os.close(descriptor)


def _loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        request = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(sock, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(sock, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


def _leave_keyring() -> None:
    """Take a new, empty session keyring; where the system has none to give, keys are of no use either."""
    number = {"x86_64": 250, "aarch64": 219}.get(os.uname().machine)  # libc has no function for it
    if number:
        _libc.syscall(number, KEYCTL_JOIN_SESSION_KEYRING, None)


def _drop_capabilities() -> None:
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    _call(_libc.capset, header, bytes(24))


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


def _call(function: Any, *args: object) -> None:
    if function(*args) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function.__name__}: {os.strerror(number)}")
