# mistake: holds the lock until the function ends
# question: partage
# says: reste pris pendant la fonction
# like: right/numpy_ring
# %% partage
import contextlib


class SharedLimiter(RateLimiter):
    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        self.lock = threading.Lock()

    def acquire(self):
        with self.lock:
            super().acquire()

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, *error):
        return False

    def __call__(self, function):
        @functools.wraps(function)
        def limited(*args, **kwargs):
            with self.lock:
                RateLimiter.acquire(self)
                return function(*args, **kwargs)

        return limited
