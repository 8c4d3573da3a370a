# mistake: the ratelimit library, whose window does not slide
# question: debit
# says: fenêtre fixe
# like: right/backoff_library
# %% debit
from ratelimit import limits, sleep_and_retry


class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.acquire = sleep_and_retry(limits(calls=rate, period=period)(lambda: None))
