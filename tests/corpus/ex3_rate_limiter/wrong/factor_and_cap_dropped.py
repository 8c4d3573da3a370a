# mistake: LimitedSession does not hand factor and cap on to send
# question: session
# says: factor et cap ne sont pas transmis
# like: right/wrapper_with_properties
# adversarial: 20
# %% session
class LimitedSession(requests.Session):
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        self._l, self._o, self._given = limiter, dict(max_attempts=max_attempts, base=base, jitter=jitter), session
        if session is not None:
            vars(self).update(vars(session))
    def request(self, method, url, **options):
        return send(super(), self._l, method, url, **self._o, **options)
    def close(self):
        if self._given is None:
            super().close()
