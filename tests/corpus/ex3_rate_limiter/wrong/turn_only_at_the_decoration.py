# mistake: takes its turn when it decorates, not at each call
# question: partage
# says: Rien n'attend
# like: right/wrapper_with_properties
# %% partage
class SharedLimiter(RateLimiter):
    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        self.lock = threading.RLock()

    def acquire(self):
        with self.lock:
            super().acquire()

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, kind, error, trace):
        return None

    def __call__(self, function):
        self.acquire()
        return function
