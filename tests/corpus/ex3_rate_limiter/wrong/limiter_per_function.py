# mistake: each decorated function has its own limiter
# question: partage
# says: chacune a la sienne
# like: right/pyrate_limiter_library
# %% partage
class SharedLimiter(RateLimiter):
    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        self.settings = rate, period

    """pyrate-limiter a déjà son verrou."""

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, *error):
        return False

    def __call__(self, function):
        own = RateLimiter(*self.settings)

        @functools.wraps(function)
        def limited(*args, **kwargs):
            own.acquire()
            return function(*args, **kwargs)

        return limited
