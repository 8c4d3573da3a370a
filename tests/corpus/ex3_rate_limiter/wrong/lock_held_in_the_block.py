# mistake: holds the lock until the block ends
# question: partage
# says: reste pris pendant le bloc
# like: right/beginner_in_french
# %% partage
class SharedLimiter:
    def __init__(self, rate, period=1.0):
        self.limiteur = RateLimiter(rate, period)
        self.verrou = threading.Lock()

    def acquire(self):
        self.verrou.acquire()
        try:
            self.limiteur.acquire()
        finally:
            self.verrou.release()

    def __enter__(self):
        self.verrou.acquire()
        self.limiteur.acquire()

    def __exit__(self, type_exception, exception, trace):
        self.verrou.release()

    def __call__(self, fonction):
        @functools.wraps(fonction)
        def remplacante(*args, **kwargs):
            self.acquire()
            resultat = fonction(*args, **kwargs)
            return resultat

        return remplacante
