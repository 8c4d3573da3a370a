# mistake: the lock is a class attribute: a limiter that waits holds up the other, independent limiters
# question: partage
# blind: 20.0
# like: right/shortest
# %% partage
from contextlib import ContextDecorator


class SharedLimiter(RateLimiter, ContextDecorator):
    lock = threading.Lock()

    def acquire(self):
        with self.lock:
            super().acquire()

    __enter__ = acquire
    __exit__ = lambda *e: None
