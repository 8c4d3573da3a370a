# mistake: keeps rate - 1 departures
# question: debit
# says: Un départ de moins
# like: right/tenacity_retries
# %% debit
class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate = rate
        self.period = period
        self.times = deque()

    def acquire(self):
        now = time.monotonic()
        if len(self.times) >= self.rate - 1:
            oldest = self.times.popleft()
            if now - oldest < self.period:
                time.sleep(self.period - (now - oldest))
        self.times.append(time.monotonic())
