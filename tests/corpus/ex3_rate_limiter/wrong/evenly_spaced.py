# mistake: spaces the departures by period / rate
# question: debit
# says: espacés de period / rate
# like: right/ticket_queue
# %% debit
import queue


class RateLimiter:
    """Une file de rate billets : chacun dit à partir de quand il peut resservir."""

    def __init__(self, rate, period=1.0):
        self.period = period / rate
        self.tickets = queue.Queue()
        self.tickets.put(float("-inf"))

    def acquire(self):
        usable = self.tickets.get()
        now = time.monotonic()
        while now < usable:
            time.sleep(usable - now)
            now = time.monotonic()
        self.tickets.put(now + self.period)
