# mistake: takes over the headers of the given session, not its connections
# question: session
# says: ne passent pas par ses connexions
# like: right/beginner_in_french
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
