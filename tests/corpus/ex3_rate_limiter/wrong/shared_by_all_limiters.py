# mistake: the list of departures is the class's
# question: debit
# says: ne partagent rien
# like: right/beginner_in_french
# %% debit
class RateLimiter:
    departs = []

    def __init__(self, rate, period=1.0):
        self.rate = rate
        self.period = period

    def acquire(self):
        if len(self.departs) >= self.rate:
            plus_ancien = self.departs[-self.rate]
            attente = plus_ancien + self.period - time.monotonic()
            if attente > 0:
                time.sleep(attente)
        self.departs.append(time.monotonic())
