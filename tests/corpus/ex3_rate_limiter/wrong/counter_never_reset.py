# mistake: counts the calls and never forgets one
# question: debit
# says: ne redescend jamais
# like: right/beginner_in_french
# %% debit
class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate = rate
        self.period = period
        self.compteur = 0

    def acquire(self):
        if self.compteur >= self.rate:
            time.sleep(self.period)
        self.compteur = self.compteur + 1
