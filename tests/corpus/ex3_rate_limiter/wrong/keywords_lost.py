# mistake: passes positional arguments only
# question: partage
# says: mode
# like: right/backoff_library
# %% partage
class SharedLimiter(RateLimiter):
    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        alone, lock = self.acquire, threading.Lock()

        def acquire():
            with lock:
                alone()

        self.acquire = acquire

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *error):
        return None

    def __call__(self, function):
        def limited(*args):
            self.acquire()
            return function(*args)

        return functools.update_wrapper(limited, function)
