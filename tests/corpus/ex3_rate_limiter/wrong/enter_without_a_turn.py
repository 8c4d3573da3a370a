# mistake: __enter__ takes no turn
# question: partage
# says: Rien n'attend
# like: right/adapter_that_insists
# %% partage
class SharedLimiter(RateLimiter):
    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        self.lock = threading.Lock()

    def acquire(self):
        with self.lock:
            super().acquire()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def __call__(self, function):
        @functools.wraps(function)
        def limited(*args, **kwargs):
            self.acquire()
            return function(*args, **kwargs)

        return limited
