# mistake: prints the exception of the function
# question: partage
# says: sort telle quelle
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
        self.acquire()

    def __exit__(self, type_exception, exception, trace):
        pass

    def __call__(self, fonction):
        @functools.wraps(fonction)
        def remplacante(*args, **kwargs):
            self.acquire()
            resultat = None
            try:
                resultat = fonction(*args, **kwargs)
            except Exception as erreur:
                print("erreur :", erreur)
            return resultat

        return remplacante
