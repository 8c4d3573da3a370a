# mistake: a counter that starts again when a period has passed since its first departure
# question: debit
# says: fenêtre fixe
# like: right/beginner_in_french
# %% debit
class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate = rate
        self.period = period
        self.debut = None
        self.compteur = 0

    def acquire(self):
        maintenant = time.monotonic()
        if self.debut is None or maintenant - self.debut >= self.period:
            self.debut = maintenant
            self.compteur = 0
        if self.compteur == self.rate:
            time.sleep(self.debut + self.period - maintenant)
            self.debut = time.monotonic()
            self.compteur = 0
        self.compteur = self.compteur + 1
