# mistake: __exit__ returns True
# question: partage
# says: ne rend pas True
# like: right/condition_and_heap
# %% partage
class SharedLimiter(RateLimiter):
    def __init__(self, rate: int, period: float = 1.0) -> None:
        super().__init__(rate, period)
        self._changed = threading.Condition()

    def acquire(self) -> None:
        with self._changed:
            while (missing := self._missing()) > 0:
                self._changed.wait(missing)
            self._leave()

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, kind, value, trace) -> bool:
        return True

    def __call__(self, function):
        def limited(*args, **kwargs):
            self.acquire()
            return function(*args, **kwargs)

        limited.__name__ = function.__name__
        limited.__doc__ = function.__doc__
        return limited
