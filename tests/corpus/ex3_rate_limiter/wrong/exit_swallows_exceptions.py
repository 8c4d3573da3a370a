# mistake: __exit__ returns True, so the exceptions of the with block vanish
# question: partage
# blind: 19.3
# like: right/libraries_throughout
# %% partage
class SharedLimiter(RateLimiter):
    """Un RateLimiter pour plusieurs threads, qui s'emploie aussi avec with et comme décorateur."""

    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        # Le verrou de pyrate-limiter est rendu pendant l'attente : les départs s'y mélangent.
        self._turn = threading.Lock()

    def acquire(self):
        """Attend que la requête suivante puisse partir, quel que soit le thread."""
        with self._turn:
            super().acquire()

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, *error):
        return True

    def __call__(self, function):
        """Décore une fonction : chacun de ses appels prend d'abord son tour."""

        @functools.wraps(function)
        def limited(*args, **options):
            self.acquire()
            return function(*args, **options)

        return limited
