# mistake: the window lasts one second, whatever period
# question: debit
# says: quelle que soit period
# like: right/backoff_library
# %% debit
def turnstile(rate, period):
    departures = deque([float("-inf")] * rate, maxlen=rate)

    def acquire():
        pause = departures[0] + 1 - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        departures.append(time.monotonic())

    return acquire


class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.acquire = turnstile(rate, period)
