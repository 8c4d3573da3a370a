# mistake: does not close its own session
# question: session
# says: restée ouverte
# like: right/backoff_library
# %% session
class LimitedSession(requests.Session):
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        plain = super().request
        close = super().close

        class Plain:
            request = staticmethod(plain)

        def request(method, url, params=None, data=None, **options):
            settings = dict(max_attempts=max_attempts, base=base, factor=factor, cap=cap, jitter=jitter)
            return send(Plain, limiter, method, url, params=params, data=data, **settings, **options)

        if session is not None:
            vars(self).update(vars(session))
        self.request = request
        self.close = lambda: None

    def __exit__(self, *error):
        self.close()
