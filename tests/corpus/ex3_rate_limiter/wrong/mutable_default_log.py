# mistake: the list of departures is a default argument
# question: debit
# says: ne partagent rien
# like: right/numpy_ring
# %% debit
import numpy as np


class RateLimiter:
    def __init__(self, rate, period=1.0, log=[]):
        self.rate = rate
        self.period = period
        self.log = log

    def acquire(self):
        recent = self.log[-self.rate:]
        if len(recent) == self.rate:
            time.sleep(max(0, recent[0] + self.period - time.monotonic()))
        self.log.append(time.monotonic())
