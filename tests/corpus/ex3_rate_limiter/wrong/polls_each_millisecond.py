# mistake: sleeps a millisecond at a time
# question: debit
# says: dormez une seule fois
# like: right/wrapper_with_properties
# %% debit
from time import perf_counter, sleep


class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate, self.period = rate, period
        self.recent = deque()

    def acquire(self):
        self._forget(perf_counter())
        while len(self.recent) >= self.rate:
            sleep(0.001)
            self._forget(perf_counter())
        self.recent.append(perf_counter())

    def _forget(self, now):
        while self.recent and self.recent[0] <= now - self.period:
            self.recent.popleft()
