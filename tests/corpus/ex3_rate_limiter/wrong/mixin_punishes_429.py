# mistake: requests-ratelimiter fills its bucket after a 429
# question: session
# says: rien n'ajoute d'attente
# like: right/requests_ratelimiter_mixin
# %% session
from requests_ratelimiter import LimiterMixin


class Free:
    """Ne retient personne : le tour se prend plus bas, dans LimiterMixin.send."""

    def acquire(self):
        pass


class LimitedSession(LimiterMixin, requests.Session):
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__(limiter=limiter.pyrate, per_host=False)
        self.retries = dict(max_attempts=max_attempts, base=base, factor=factor, cap=cap, jitter=jitter)
        self.owned = session is None
        if session is not None:
            vars(self).update(vars(session))

    def request(self, method, url, params=None, data=None, **options):
        return send(super(), Free(), method, url, params=params, data=data, **self.retries, **options)

    def close(self):
        if self.owned:
            super().close()
