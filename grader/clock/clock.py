"""The virtual clock, kept on the trusted side: it grants waits and remembers them."""

import threading
from dataclasses import dataclass

NANO = 1_000_000_000
WALL_START = 1_767_603_600 * NANO  # Monday 5 January 2026, 09:00 UTC
MONOTONIC_START = 1_000 * NANO


@dataclass(frozen=True)
class Wait:
    """One wait that was granted."""

    kind: str  # "sleep", "answer" or "connect"
    seconds: float
    at: float  # virtual seconds since the check began


class Clock:
    """A clock that moves only when somebody waits on it.

    Time is kept in whole nanoseconds, so that sums of waits are exact.
    """

    def __init__(self) -> None:
        self._elapsed = 0
        self._shift = 0
        self.waits: list[Wait] = []
        self._granted = threading.local()

    @property
    def elapsed(self) -> float:
        """Virtual seconds since the check began."""
        return self._elapsed / NANO

    @property
    def sleeps(self) -> list[float]:
        """The waits, in seconds, that the code asked for itself (``sleep``, ``Event.wait``…)."""
        return [wait.seconds for wait in self.waits if wait.kind == "sleep"]

    @property
    def monotonic_ns(self) -> int:
        """What ``time.monotonic_ns`` says."""
        return MONOTONIC_START + self._elapsed

    @property
    def wall_ns(self) -> int:
        """What ``time.time_ns`` says."""
        return WALL_START + self._elapsed + self._shift

    @property
    def granted_ns(self) -> int:
        """The sum of the waits granted in the calling thread."""
        return getattr(self._granted, "ns", 0)

    def wait(self, seconds: float, kind: str = "sleep") -> None:
        """Let ``seconds`` of virtual time pass at once."""
        nanoseconds = round(seconds * NANO)
        self.waits.append(Wait(kind, seconds, self.elapsed))
        self._granted.ns = self.granted_ns + nanoseconds
        self._elapsed += nanoseconds

    def jump(self, seconds: float) -> None:
        """Set the wall clock ahead (or back) by ``seconds``, as NTP or an operator would."""
        self._shift += round(seconds * NANO)

    def reset(self) -> None:
        """Start again at zero."""
        self.__init__()  # type: ignore[misc]
