# mistake: waits a whole period as soon as the window is full
# question: debit
# says: period secondes entières
# like: right/condition_and_heap
# %% debit
import heapq


class RateLimiter:
    def __init__(self, rate: int, period: float = 1.0) -> None:
        self.rate = rate
        self.period = period
        self._ends: list[float] = []  # quand chaque départ quitte la fenêtre

    def _missing(self) -> float:
        now = time.monotonic()
        while self._ends and self._ends[0] <= now:
            heapq.heappop(self._ends)
        return 0.0 if len(self._ends) < self.rate else self.period

    def _leave(self) -> None:
        heapq.heappush(self._ends, time.monotonic() + self.period)

    def acquire(self) -> None:
        if (missing := self._missing()) > 0:
            threading.Event().wait(missing)
        self._leave()
