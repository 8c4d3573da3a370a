# mistake: sleeps period / rate before each departure, also the first
# question: debit
# says: même le premier
# like: right/beginner_in_french
# %% debit
class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.delai = period / rate

    def acquire(self):
        time.sleep(self.delai)
