# mistake: takes its turn once, when it is made
# question: session
# says: ne prennent pas leur tour
# like: right/adapter_that_insists
# %% session
from requests.adapters import BaseAdapter


class Insisting(BaseAdapter):
    """Envoie par un autre adaptateur, à son tour, autant de fois qu'il le faut."""

    def __init__(self, inner, limiter, settings):
        super().__init__()
        self.inner, self.limiter, self.settings = inner, limiter, settings

    def send(self, request, timeout=None, **options):
        def attempt():
            response = self.inner.send(request, timeout=10 if timeout is None else timeout, **options)
            response.content  # lue jusqu'au bout, la connexion peut resservir
            return response

        return persist(attempt, self.limiter, request.method, self.settings)

    def close(self):
        self.inner.close()


class LimitedSession(requests.Session):
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        self.owned = session is None
        if session is not None:
            for name in ("headers", "cookies", "auth", "params", "proxies", "hooks", "verify", "cert"):
                setattr(self, name, getattr(session, name))
        limiter.acquire()
        limiter = RateLimiter(10**6)
        settings = (max_attempts, base, factor, cap, jitter)
        for prefix, adapter in (session or self).adapters.copy().items():
            self.mount(prefix, Insisting(adapter, limiter, settings))

    def close(self):
        if self.owned:
            super().close()
