# mistake: period is cast to int before the conversion to integer nanoseconds: 0.5 becomes 0, 2.5 becomes 2
# question: debit
# blind: 19.0
# like: right/strategies
# %% debit
import inspect
import math
from abc import ABC, abstractmethod
from datetime import timezone

NANOS_PER_SECOND = 1_000_000_000


class Clock(ABC):
    @abstractmethod
    def now_ns(self) -> int: ...

    @abstractmethod
    def wall_seconds(self) -> float: ...

    @abstractmethod
    def sleep_ns(self, duration_ns: int) -> None: ...

    def sleep_until_ns(self, deadline_ns: int) -> int:
        now = self.now_ns()
        while now < deadline_ns:
            self.sleep_ns(deadline_ns - now)
            now = self.now_ns()
        return now


class SystemClock(Clock):
    def now_ns(self) -> int:
        return time.monotonic_ns()

    def wall_seconds(self) -> float:
        return time.time()

    def sleep_ns(self, duration_ns: int) -> None:
        time.sleep(duration_ns / NANOS_PER_SECOND)


class RateLimiter:
    """Laisse partir rate requêtes par fenêtre glissante de period secondes."""

    def __init__(self, rate, period=1.0):
        self._clock = SystemClock()
        self._rate = rate
        self._period_ns = int(period) * NANOS_PER_SECOND
        self._departures = deque(maxlen=rate)

    def acquire(self):
        """Attend que la requête suivante puisse partir, et compte son départ."""
        now = self._clock.now_ns()
        if len(self._departures) == self._rate:
            now = self._clock.sleep_until_ns(self._departures[0] + self._period_ns)
        self._departures.append(now)
