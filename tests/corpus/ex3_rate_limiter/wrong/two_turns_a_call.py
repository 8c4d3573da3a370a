# mistake: each decorated call takes two turns
# question: partage
# says: prend deux tours
# like: right/tenacity_retries
# %% partage
class SharedLimiter(RateLimiter):
    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        self.gate = threading.Semaphore(1)

    def acquire(self):
        with self.gate:
            super().acquire()

    def __enter__(self):
        self.acquire()

    def __exit__(self, *args):
        pass

    def __call__(self, function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            self.acquire()
            self.acquire()
            return function(*args, **kwargs)

        return wrapper
