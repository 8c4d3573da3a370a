# mistake: forgets all departures once it has waited
# question: debit
# says: fenêtre fixe
# like: right/wrapper_with_properties
# %% debit
from time import perf_counter, sleep


class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate, self.period = rate, period
        self.recent = deque()

    def acquire(self):
        now = perf_counter()
        while self.recent and self.recent[0] <= now - self.period:
            self.recent.popleft()
        if len(self.recent) >= self.rate:
            sleep(self.recent[0] + self.period - now)
            self.recent.clear()
        self.recent.append(perf_counter())
