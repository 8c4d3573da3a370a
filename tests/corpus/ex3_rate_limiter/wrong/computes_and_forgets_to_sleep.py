# mistake: computes the wait and returns it
# question: debit
# says: Rien n'attend
# like: right/beginner_in_french
# %% debit
class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate = rate
        self.period = period
        self.departs = []

    def acquire(self):
        if len(self.departs) >= self.rate:
            plus_ancien = self.departs[-self.rate]
            attente = plus_ancien + self.period - time.monotonic()
            self.departs.append(time.monotonic())
            return max(0, attente)
        self.departs.append(time.monotonic())
