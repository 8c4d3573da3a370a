# mistake: reads the clock again and again instead of sleeping
# question: debit
# says: sans jamais dormir
# like: right/ticket_queue
# %% debit
import queue


class RateLimiter:
    """Une file de rate billets : chacun dit à partir de quand il peut resservir."""

    def __init__(self, rate, period=1.0):
        self.period = period
        self.tickets = queue.Queue()
        for _ in range(rate):
            self.tickets.put(float("-inf"))

    def acquire(self):
        usable = self.tickets.get()
        now = time.monotonic()
        while now < usable:
            now = time.monotonic()
        self.tickets.put(now + self.period)
