# mistake: > where it must be >=
# question: debit
# says: Un départ de trop
# like: right/beginner_in_french
# %% debit
class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate = rate
        self.period = period
        self.departs = []

    def acquire(self):
        if len(self.departs) > self.rate:
            plus_ancien = self.departs[-self.rate - 1]
            attente = plus_ancien + self.period - time.monotonic()
            if attente > 0:
                time.sleep(attente)
        self.departs.append(time.monotonic())
