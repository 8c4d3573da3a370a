# mistake: does not count the departures that had to wait
# question: debit
# says: ne sont pas comptés
# like: right/wrapper_with_properties
# %% debit
from time import perf_counter, sleep


class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate, self.period = rate, period
        self.recent = deque(maxlen=rate)

    def acquire(self):
        now = perf_counter()
        if len(self.recent) == self.rate and now - self.recent[0] < self.period:
            sleep(self.period - (now - self.recent[0]))
            return
        self.recent.append(now)
