# style: a beginner's verbose code: French identifiers, a list of departures, one step a line
# %% debit
class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate = rate
        self.period = period
        self.departs = []

    def acquire(self):
        if len(self.departs) >= self.rate:
            plus_ancien = self.departs[-self.rate]
            attente = plus_ancien + self.period - time.monotonic()
            if attente > 0:
                time.sleep(attente)
        self.departs.append(time.monotonic())

# %% attendre
def retry_after(response):
    if "Retry-After" not in response.headers:
        return None
    valeur = response.headers["Retry-After"]
    que_des_chiffres = valeur != ""
    for caractere in valeur:
        if caractere not in "0123456789":
            que_des_chiffres = False
    if que_des_chiffres:
        return int(valeur)
    try:
        date = parsedate_to_datetime(valeur)
    except Exception:
        return None
    reste = date.timestamp() - time.time()
    if reste < 0:
        reste = 0
    return reste

# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    delai = base
    for numero in range(failures - 1):
        delai = delai * factor
        if delai >= cap:
            break
    if delai > cap:
        delai = cap
    plus_petit = delai * (1 - jitter)
    return random.uniform(plus_petit, delai)

# %% abandon
def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    if "timeout" not in options:
        options["timeout"] = 10
    peut_etre_repetee = method.upper() not in ["POST", "PATCH"]
    echecs = 0
    while True:
        limiter.acquire()
        reponse = None
        try:
            reponse = session.request(method, url, **options)
        except requests.exceptions.RequestException:
            if not peut_etre_repetee:
                raise
        if reponse is not None:
            if reponse.status_code == 429:
                pass
            elif reponse.status_code >= 500 and peut_etre_repetee:
                pass
            else:
                return reponse
        echecs = echecs + 1
        if echecs == max_attempts:
            raise GaveUp("abandon", response=reponse)
        delai = None
        if reponse is not None:
            delai = retry_after(reponse)
        if delai is None:
            delai = backoff_delay(echecs, base, factor, cap, jitter)
        time.sleep(delai)

# %% session
class LimitedSession(requests.Session):
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        self.limiteur = limiter
        self.max_attempts = max_attempts
        self.base = base
        self.factor = factor
        self.cap = cap
        self.jitter = jitter
        self.session_donnee = session is not None
        if self.session_donnee:
            self.headers = session.headers
            self.params = session.params
            self.auth = session.auth
            self.cookies = session.cookies
            self.adapters = session.adapters
            self.verify = session.verify
            self.cert = session.cert
            self.proxies = session.proxies

    def request(self, method, url, *args, **options):
        noms = ["params", "data"]
        for i in range(len(args)):
            options[noms[i]] = args[i]
        return send(
            super(),
            self.limiteur,
            method,
            url,
            max_attempts=self.max_attempts,
            base=self.base,
            factor=self.factor,
            cap=self.cap,
            jitter=self.jitter,
            **options,
        )

    def close(self):
        if not self.session_donnee:
            super().close()

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
            resultat = fonction(*args, **kwargs)
            return resultat

        return remplacante
