"""The trusted side's answers to a student's waits: the clock moves, the stage sends."""

from ipaddress import ip_address, ip_network

from grader.clock import NANO, Clock
from grader.stage.stage import Stage

MAX_WAITS = 10_000
MAX_SECONDS = 1e8
SHORTEST = 1 / NANO  # a loop that sleeps what is left, over and over, must come to its end
SILENT = ip_network("192.0.2.0/24")  # RFC 5737: documentation addresses, where nothing answers


class Grants:
    """Answers the requests of `grader.clock.hooks`, which come from untrusted code."""

    def __init__(self, clock: Clock, stage: Stage) -> None:
        self._clock = clock
        self._stage = stage

    def __call__(self, question: list) -> dict:
        """Grant one wait.

        Args:
            question: ``["sleep", seconds]``, ``["answer", port, timeout]`` or
                ``["connect", host, port, timeout]``; times in seconds, None for ever.

        Returns:
            ``outcome``, the time that this wait took, and the time after it.

        Raises:
            ValueError: the question is none of these.
        """
        before = self._clock.granted_ns
        outcome = self._decide(question) if len(self._clock.waits) < MAX_WAITS else "endless"
        return {"outcome": outcome, "waited_ns": self._clock.granted_ns - before, **self.now()}

    def now(self) -> dict:
        """Return the time as the student's side needs it."""
        return {"monotonic_ns": self._clock.monotonic_ns, "wall_ns": self._clock.wall_ns}

    def _decide(self, question: list) -> str:
        match question:
            case ["sleep", float() | int() as seconds]:
                self._clock.wait(max(_seconds(seconds) or 0.0, SHORTEST if seconds > 0 else 0.0))
                return "slept"
            case ["answer", int() as port, timeout]:
                return self._stage.pull(port, _seconds(timeout))
            case ["connect", str() as host, int() as port, timeout]:
                return self._connect(host, port, _seconds(timeout))
        raise ValueError("unknown question about time")

    def _connect(self, host: str, port: int, timeout: float | None) -> str:
        if host in ("127.0.0.1", "::1", "localhost"):
            return "open" if port == self._stage.port else "refused"
        if ip_address(host) not in SILENT:
            return "unreachable"
        if timeout is None:
            return "never"
        self._clock.wait(timeout, "connect")
        return "timeout"


def _seconds(value: object) -> float | None:
    """Return a wait in seconds that can be granted, None for ever."""
    if value is None:
        return None
    if not isinstance(value, int | float) or value != value:
        raise ValueError("a wait is a number of seconds")
    return float(min(max(0, value), MAX_SECONDS))
