# mistake: the timeout given to a call is replaced by ten seconds
# question: session
# says: Le timeout donné à get
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
        if "timeout" in options and options["timeout"] is not None:
            options["timeout"] = 10
        return send(super(), self._l, method, url, *self._o, **options)
    def close(self):
        if self._given is None:
            super().close()
