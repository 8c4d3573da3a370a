# mistake: counts the departures of each period of the clock
# question: debit
# says: fenêtre fixe
# like: right/beginner_in_french
# %% debit
class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate = rate
        self.period = period
        self.numero = None
        self.compteur = 0

    def acquire(self):
        numero = time.monotonic() // self.period
        if numero != self.numero:
            self.numero = numero
            self.compteur = 0
        if self.compteur == self.rate:
            time.sleep((numero + 1) * self.period - time.monotonic())
            self.numero = numero + 1
            self.compteur = 0
        self.compteur += 1
