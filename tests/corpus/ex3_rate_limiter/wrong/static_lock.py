# mistake: the lock is a class attribute (a Java static): while a thread waits in one limiter, the threads of every other limiter wait too
# question: partage
# blind: 20.0
# like: right/strategies
# %% partage
class SharedLimiter(RateLimiter):
    """Un RateLimiter pour plusieurs threads, qui s'emploie aussi avec with et comme décorateur."""

    _lock = threading.RLock()

    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)

    def acquire(self):
        """Attend que la requête suivante puisse partir, quel que soit le thread."""
        self._lock.acquire()
        try:
            super().acquire()
        finally:
            self._lock.release()

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        return False

    def __call__(self, function):
        """Décore une fonction : chacun de ses appels prend d'abord son tour."""

        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            self.acquire()
            return function(*args, **kwargs)

        return wrapper
