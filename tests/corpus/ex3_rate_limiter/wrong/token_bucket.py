# mistake: a bucket of rate tokens that fills while requests leave
# question: debit
# says: seau à jetons
# like: right/numpy_ring
# %% debit
import numpy as np


class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate = rate
        self.per_second = rate / period
        self.tokens = float(rate)
        self.last = time.monotonic()

    def acquire(self):
        now = time.monotonic()
        self.tokens = min(self.rate, self.tokens + (now - self.last) * self.per_second)
        self.last = now
        if self.tokens < 1:
            time.sleep((1 - self.tokens) / self.per_second)
            self.last = time.monotonic()
            self.tokens = 1
        self.tokens -= 1
