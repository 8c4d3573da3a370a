# mistake: one request per period / rate in pyrate-limiter
# question: debit
# says: espacés de period / rate
# like: right/requests_ratelimiter_mixin
# %% debit
from pyrate_limiter import InMemoryBucket, Limiter, Rate


class RateLimiter:
    def __init__(self, rate, period=1.0):
        bucket = InMemoryBucket([Rate(1, int(period * 1000 / rate))])
        self.pyrate = Limiter(bucket, buffer_ms=0)

    def acquire(self):
        self.pyrate.try_acquire("", blocking=True)
