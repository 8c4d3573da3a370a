# mistake: the window is hard-coded to 1 second: period is never used
# question: debit
# blind: 17.9
# like: right/shortest
# %% debit
from time import monotonic, sleep


class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.d = deque(maxlen=rate)

    def acquire(self):
        if len(self.d) == self.d.maxlen and (w := self.d[0] + 1 - monotonic()) > 0:
            sleep(w)
        self.d.append(monotonic())
