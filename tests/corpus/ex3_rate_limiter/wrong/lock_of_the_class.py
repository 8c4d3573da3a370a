# mistake: the lock is a class attribute: one limiter that waits holds up every other SharedLimiter
# question: partage
# blind: 20.0
# like: right/procedural_wrapper
# %% partage
class SharedLimiter(RateLimiter):
    """Un RateLimiter pour plusieurs threads, qui s'emploie aussi avec with et comme décorateur."""

    verrou = threading.Lock()

    def __init__(self, rate, period=1.0):
        RateLimiter.__init__(self, rate, period)

    def acquire(self):
        """Attend que la requête suivante puisse partir, quel que soit le thread."""
        self.verrou.acquire()
        try:
            RateLimiter.acquire(self)
        finally:
            self.verrou.release()

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, *error):
        return False

    def __call__(self, function):
        """Décore une fonction : chacun de ses appels prend d'abord son tour."""

        @functools.wraps(function)
        def fonction_limitee(*args, **kwargs):
            self.acquire()
            return function(*args, **kwargs)

        return fonction_limitee
