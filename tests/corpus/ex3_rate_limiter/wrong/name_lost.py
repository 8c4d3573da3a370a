# mistake: the decorated function loses its name
# question: partage
# says: perdu son nom
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
        def wrapper(*args, **kwargs):
            self.acquire()
            return function(*args, **kwargs)

        return wrapper
