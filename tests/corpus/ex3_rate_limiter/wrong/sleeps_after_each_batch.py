# mistake: sleeps a whole period before each new batch of rate calls
# question: debit
# says: après chaque lot
# like: right/beginner_in_french
# %% debit
class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate = rate
        self.period = period
        self.appels = 0

    def acquire(self):
        if self.appels == self.rate:
            time.sleep(self.period)
            self.appels = 0
        self.appels = self.appels + 1
