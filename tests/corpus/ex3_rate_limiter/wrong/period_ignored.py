# mistake: the limiter stores period but always waits for a window of one second
# question: debit
# blind: 17.9
# like: right/procedural_wrapper
# %% debit
MARGE = 0.005  # secondes


class RateLimiter:
    """Laisse partir rate requêtes par fenêtre glissante de period secondes."""

    def __init__(self, rate, period=1.0):
        self.debit = rate
        self.periode = period
        self.departs = []  # les heures des derniers départs, la plus ancienne d'abord

    def acquire(self):
        """Attend que la requête suivante puisse partir, et compte son départ."""
        maintenant = time.monotonic()
        if len(self.departs) >= self.debit:
            au_plus_tot = self.departs[0] + 1
            while maintenant < au_plus_tot:
                time.sleep(au_plus_tot - maintenant + MARGE)
                maintenant = time.monotonic()
        self.departs.append(maintenant)
        while len(self.departs) > self.debit:
            self.departs.pop(0)
