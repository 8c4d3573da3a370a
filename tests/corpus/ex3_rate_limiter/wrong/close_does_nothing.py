# mistake: the session is closed by __exit__ only: close() alone leaves it open
# question: session
# says: le bloc with ne suffit pas
# like: right/wrapper_with_properties
# adversarial: 20
# %% session
class LimitedSession(requests.Session):
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        self._l, self._o, self._given = limiter, (max_attempts, base, factor, cap, jitter), session
        if session is not None:
            vars(self).update(vars(session))
    def request(self, method, url, **options):
        return send(super(), self._l, method, url, *self._o, **options)
    def close(self):
        pass
    def __exit__(self, *e):
        if self._given is None:
            super().close()
