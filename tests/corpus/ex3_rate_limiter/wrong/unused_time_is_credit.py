# mistake: plans departures from the planned ones, so idle time gives credit
# question: debit
# says: crédit
# like: right/reserved_slots
# %% debit
class RateLimiter:
    def __init__(self, rate, period=1.0):
        self._step = round(period * 1e9)
        self._slots = [None] * rate
        self._next = 0

    def _reserve(self):
        now = time.monotonic_ns()
        before = self._slots[self._next]
        slot = now if before is None else before + self._step
        self._slots[self._next] = slot
        self._next = (self._next + 1) % len(self._slots)
        return slot

    def _wait_until(self, slot):
        while (left := slot - time.monotonic_ns()) > 0:
            time.sleep(left / 1e9)

    def acquire(self):
        self._wait_until(self._reserve())
