"""The student's side of virtual time: clock reads, sleeps and socket waits ask the trusted side.

Installed before the student's code is imported, the wrappers stay dormant (and real) until
`virtual` activates them. They sit below every HTTP library: `time`, `threading`, `socket`
and what `dates` holds are all that is touched. Threads that were running before, and those that carry
``real_time = True``, keep real time.
"""

import errno
import math
import os
import queue
import select
import socket
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from grader.clock import dates

Ask = Callable[[list], dict]

BUSY_READS = 20_000
STILL_READS = 1_000  # reads in a row after which time creeps on, so that a poll with no time-out ends
COMPANY = 5.0  # real seconds that a wait leaves the other threads to notify it
REAL = {
    name: getattr(time, name)
    for name in (
        "sleep",
        "time",
        "monotonic",
        "perf_counter",
        "time_ns",
        "monotonic_ns",
        "perf_counter_ns",
    )
}
_REAL_CONDITION_WAIT = threading.Condition.wait


class Endless(BaseException):
    """The student's code would never come back. No Exception, so that no ``except Exception`` hides it."""


class BusyWait(Endless):
    """The code reads the clock again and again instead of sleeping."""


class EndlessWait(Endless):
    """The code waits again and again, without end."""


class NeverAnswered(Endless):
    """The code waits, without any time-out, for an answer that will not come."""


class _Virtual:
    """What is active during a check: whom to ask, and the time as last told."""

    def __init__(self, ask: Ask, port: int, now: dict) -> None:
        self.ask = ask
        self.port = port
        others = {thread for thread in threading.enumerate() if thread not in _students}
        self.spared = others - {threading.current_thread()}  # not their idents, which are used again
        self.reads = 0
        self._main = threading.current_thread()
        self._start = now["monotonic_ns"]
        self._shift = now["wall_ns"] - now["monotonic_ns"]
        self._times: dict[threading.Thread, int] = {}  # when each thread is, on its own timeline

    @property
    def monotonic_ns(self) -> int:
        """The time, on the timeline of the thread that reads it.

        A thread's clock moves by its own waits only, so that it measures what it waited for and not
        what the others did beside it. The thread that runs the check is as late as the latest.
        """
        thread = threading.current_thread()
        latest = max(list(self._times.values()), default=self._start)
        return latest if thread is self._main else self._times.setdefault(thread, latest)

    @property
    def wall_ns(self) -> int:
        """The same, as the wall clock says it."""
        return self.monotonic_ns + self._shift

    def told(self, reply: dict) -> None:
        """Move the asking thread's time by what it waited."""
        self._times[threading.current_thread()] = self.monotonic_ns + reply["waited_ns"]
        self._shift = reply["wall_ns"] - reply["monotonic_ns"]

    def sleep(self, seconds: float) -> None:
        """Let time pass; what the real functions refuse never reaches the trusted side."""
        if math.isnan(seconds):
            raise ValueError("Invalid value NaN (not a number)")
        if seconds > threading.TIMEOUT_MAX:
            raise OverflowError("timestamp too large to convert to C _PyTime_t")
        self.request("sleep", seconds)

    def request(self, *question: Any) -> str:
        """Ask for a wait; return how it ended."""
        _asking.now = True
        try:
            reply = self.ask(list(question))
        finally:
            _asking.now = False
        self.reads = 0
        self.told(reply)
        if reply["outcome"] == "endless":
            raise EndlessWait("la boucle attend sans fin")
        return reply["outcome"]

    def read(self) -> None:
        """Count a clock read: many in a row without any wait is a busy loop."""
        self.reads += 1
        if self.reads > STILL_READS:
            self._times[threading.current_thread()] = self.monotonic_ns + 1
        if self.reads > BUSY_READS:
            self.reads = 0
            raise BusyWait("la boucle lit l'horloge sans jamais attendre")


_active: _Virtual | None = None
_last: _Virtual | None = None  # what was active, until the check is over
_students: weakref.WeakSet[threading.Thread] = weakref.WeakSet()  # threads that outlived a call
_served: set[int] = set()  # ports on which the student's own code listens: it is reached in real time
_asking = threading.local()  # in a kernel, stage and clock run in the asking thread: theirs is real time


def _virtual() -> _Virtual | None:
    """Return what is active for the thread that asks, or None where time is real."""
    active = _active
    if active is None or getattr(_asking, "now", False):
        return None
    thread = threading.current_thread()
    return None if thread in active.spared or getattr(thread, "real_time", False) else active


def is_virtual() -> bool:
    """Say whether this thread is in a check, where its requests go to the stage and nowhere else."""
    return _virtual() is not None


@contextmanager
def virtual(ask: Ask, port: int, now: dict, namespace: dict[str, Any]) -> Iterator[None]:
    """Make time virtual for this thread, and for those it starts.

    Args:
        ask: sends a request to the trusted side and returns its reply.
        port: the stage's port on loopback.
        now: ``monotonic_ns`` and ``wall_ns`` at the start.
        namespace: the student's names; ``from datetime import datetime`` may have bound one of them.
    """
    global _active, _last
    before, _active = _active, _Virtual(ask, port, now)
    dates.replace(namespace)
    try:
        yield
    finally:
        _students.update(_begun_since(_active))
        _last, _active = _active, before
        if before is None:
            dates.restore(namespace)


@contextmanager
def real() -> Iterator[None]:
    """Leave time as it is, also for threads that outlived a call in virtual time."""
    end_check()
    yield


def end_check() -> None:
    """Give real time back to the threads that outlived the calls of a check.

    Between two calls of one check they read the time at which the first ended: a clock that leaps to real
    time and back would have a limiter, or a cache, forget all that it knows.
    """
    global _last
    _last = None


def _clock() -> _Virtual | None:
    """Return what this thread's clock goes by, or None where that is the real one."""
    return _virtual() or (_last if not _active and threading.current_thread() in _students else None)


def _begun_since(active: _Virtual) -> list[threading.Thread]:
    known = {*active.spared, threading.current_thread()}
    return [thread for thread in threading.enumerate() if thread not in known]


def install() -> None:
    """Put the wrappers in place, once; calling it again changes nothing."""
    if getattr(time.sleep, "virtual", False):
        return
    _install_time()
    _install_sockets()
    threading.Condition.wait = _condition_wait  # type: ignore[method-assign]
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_forget)


def _forget() -> None:
    """Leave a process that the code forks in real time: two could not ask the trusted side by turns."""
    global _active, _last
    _active = _last = None
    _served.clear()  # the threads that served there stayed behind


def _install_time() -> None:
    for name, wrapper in {**_clock_functions(), **_system_clocks(), **dates.calendar_functions()}.items():
        wrapper.virtual = True  # type: ignore[attr-defined]
        wrapper.__name__ = wrapper.__qualname__ = name
        wrapper.__module__ = "time"
        setattr(time, name, wrapper)
    # Names bound when these modules were imported.
    threading._time = time.monotonic  # type: ignore[attr-defined]
    queue.time = time.monotonic  # type: ignore[attr-defined]
    for module, name in (("requests.sessions", "preferred_clock"), ("timeit", "default_timer")):
        _rebind(module, name)


def _rebind(module: str, name: str) -> None:
    """Give a module that was imported before the wrapper of the clock that it holds."""
    held = getattr(sys.modules.get(module), name, None)
    for clock, real in REAL.items():
        if held is real:
            setattr(sys.modules[module], name, getattr(time, clock))


def _clock_functions() -> dict[str, Callable]:
    def reader(name: str, attribute: str, scale: float) -> Callable:
        real = REAL[name]

        def read() -> float:
            active = _clock()
            if active is None:
                return real()
            active.read()
            nanoseconds = getattr(active, attribute)
            return nanoseconds if scale == 1 else nanoseconds / scale

        return read

    def sleep(seconds: float, /) -> None:
        active = _virtual()
        if active is None:
            REAL["sleep"](seconds)
        elif seconds < 0:
            raise ValueError("sleep length must be non-negative")
        else:
            active.sleep(float(seconds))

    functions: dict[str, Callable] = {"sleep": sleep}
    for name in REAL.keys() - {"sleep"}:
        attribute = "wall_ns" if name.startswith("time") else "monotonic_ns"
        functions[name] = reader(name, attribute, 1 if name.endswith("_ns") else 1e9)
    return functions


def _system_clocks() -> dict[str, Callable]:
    """Return `clock_gettime` and its like where the system has them; a processor's time stays real."""
    likes = {"CLOCK_REALTIME": "time", "CLOCK_MONOTONIC": "monotonic"}
    likes |= {"CLOCK_MONOTONIC_RAW": "monotonic", "CLOCK_BOOTTIME": "monotonic"}
    known = {getattr(time, clock): like for clock, like in likes.items() if hasattr(time, clock)}

    def reader(real: Callable, suffix: str) -> Callable:
        def read(clock: int, /) -> float:
            virtual = clock in known and _clock() is not None
            return getattr(time, known[clock] + suffix)() if virtual else real(clock)

        return read

    suffixes = {"clock_gettime": "", "clock_gettime_ns": "_ns"}
    return {
        name: reader(getattr(time, name), suffix) for name, suffix in suffixes.items() if hasattr(time, name)
    }


def _condition_wait(self: threading.Condition, timeout: float | None = None) -> bool:
    """``Event.wait``, ``Queue.get`` and the like end here."""
    active = _virtual()
    if active is None or timeout is None:
        return _REAL_CONDITION_WAIT(self, timeout)
    notified = _REAL_CONDITION_WAIT(self, min(timeout, COMPANY) if _company(active) else 0)
    if not notified and timeout > 0:
        active.sleep(float(timeout))
    return notified


def in_company() -> bool:
    """Say whether this thread, in virtual time, has others beside it that could end a wait of its own."""
    active = _virtual()
    return active is not None and _company(active)


def _company(active: _Virtual) -> bool:
    """Say whether other threads of the student's are alive, which could notify this one."""
    others = set(threading.enumerate()) - active.spared
    return sum(not getattr(thread, "real_time", False) for thread in others) > 1


def _install_sockets() -> None:
    real_connect, real_listen = socket.socket.connect, socket.socket.listen
    real_lookup = socket.getaddrinfo

    def connect(self: socket.socket, address: Any, /) -> None:
        active = _virtual()
        if active and _is_tcp(self):
            host, port, *_ = socket.getaddrinfo(address[0], address[1])[0][4]
            if port not in _served:
                _raise_unless_open(active.request("connect", host, port, self.gettimeout()))
        real_connect(self, address)

    def listen(self: socket.socket, *backlog: int) -> None:
        real_listen(self, *backlog)
        if _virtual() and _is_tcp(self):
            _served.add(self.getsockname()[1])

    def getaddrinfo(host: Any, port: Any, *args: Any, **kwargs: Any) -> list:
        if _virtual() and host is not None and not _numeric(host):
            if host not in ("localhost", b"localhost"):
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            host = "127.0.0.1"  # the stage's; a sandbox has no file that says so
        return real_lookup(host, port, *args, **kwargs)

    socket.socket.connect = connect  # type: ignore[method-assign, assignment]
    socket.socket.listen = listen  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = getaddrinfo
    for name in ("recv", "recv_into"):
        _install_reader(name)


def _is_tcp(sock: socket.socket) -> bool:
    return sock.family in (socket.AF_INET, socket.AF_INET6) and bool(sock.type & socket.SOCK_STREAM)


def _install_reader(name: str) -> None:
    real = getattr(socket.socket, name)

    def read(self: socket.socket, *args: Any) -> Any:
        active = _virtual()
        if active and _from_stage(self, active.port):
            patience = 0.0
            while not select.select([self], [], [], patience)[0]:
                outcome = active.request("answer", self.getsockname()[1], self.gettimeout())
                _raise_unless_open(outcome)
                patience = 0.2  # granted bytes are on their way: real, and short
        return real(self, *args)

    setattr(socket.socket, name, read)


def _from_stage(sock: socket.socket, port: int) -> bool:
    """Say whether the socket reads from the stage, and waits for it."""
    if sock.family != socket.AF_INET or sock.gettimeout() == 0:
        return False
    try:
        return sock.getpeername()[1] == port
    except OSError:
        return False


def _raise_unless_open(outcome: str) -> None:
    """Turn the trusted side's verdict on a wait into what a socket would do."""
    if outcome == "timeout":
        raise TimeoutError("timed out")
    if outcome == "refused":
        raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
    if outcome == "unreachable":
        raise OSError(errno.ENETUNREACH, "Network is unreachable")
    if outcome == "never":
        raise NeverAnswered("la requête attend sans limite une réponse qui ne viendra pas")


def _numeric(host: Any) -> bool:
    text = host.decode() if isinstance(host, bytes) else str(host)
    return ":" in text or text.replace(".", "").isdigit()
