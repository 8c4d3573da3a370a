# mistake: sleeps in the call that fills the batch, not in the one after
# question: debit
# says: dès le rate-ième appel
# like: right/beginner_in_french
# %% debit
class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate = rate
        self.period = period
        self.appels = 0

    def acquire(self):
        self.appels += 1
        if self.appels % self.rate == 0:
            time.sleep(self.period)
