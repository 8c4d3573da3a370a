# mistake: reads the wall clock
# question: debit
# says: l'horloge de la machine
# like: right/numpy_ring
# %% debit
import numpy as np


class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.period = period
        self.left = np.full(rate, -np.inf)

    def acquire(self):
        oldest = self.left.min()
        wait = oldest + self.period - time.time()
        if wait > 0:
            time.sleep(float(wait))
        self.left[self.left.argmin()] = time.time()
