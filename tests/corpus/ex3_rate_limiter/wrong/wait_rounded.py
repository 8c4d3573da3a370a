# mistake: the wait is rounded to hundredths, so down half of the time
# question: debit
# says: un instant trop tôt
# like: right/wrapper_with_properties
# adversarial: 19.6
# %% debit
from time import sleep
class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.period = period
        self.log = deque(maxlen=rate)
    def acquire(self):
        if len(self.log) == self.log.maxlen:
            sleep(max(0, round(self.log[0] + self.period - time.monotonic(), 2)))
        self.log.append(time.monotonic())
