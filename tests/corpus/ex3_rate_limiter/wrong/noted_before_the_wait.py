# mistake: notes the hour of the call, read before the wait
# question: debit
# says: lue avant l'attente
# like: right/tenacity_retries
# %% debit
class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate = rate
        self.period = period
        self.times = deque()

    def acquire(self):
        now = time.monotonic()
        if len(self.times) == self.rate:
            oldest = self.times.popleft()
            if now - oldest < self.period:
                time.sleep(self.period - (now - oldest))
        self.times.append(now)
