# mistake: each thread has its own departures
# question: partage
# says: dépassent ensemble
# like: right/tenacity_retries
# %% partage
class SharedLimiter(RateLimiter):
    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        self.own = threading.local()

    def acquire(self):
        if not hasattr(self.own, "limiter"):
            self.own.limiter = RateLimiter(self.rate, self.period)
        self.own.limiter.acquire()

    def __enter__(self):
        self.acquire()

    def __exit__(self, *args):
        pass

    def __call__(self, function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            self.acquire()
            return function(*args, **kwargs)

        return wrapper
