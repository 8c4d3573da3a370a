# mistake: raises the HTTPError of an error status
# question: session
# says: HTTPError
# like: right/pyrate_limiter_library
# %% session
class LimitedSession(requests.Session):
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        self.limiter = limiter
        self.policy = Policy(max_attempts, base, factor, cap, jitter)
        self.owned = session is None
        if session is not None:
            vars(self).update(vars(session))

    def request(self, method, url, params=None, data=None, **options):
        response = send(
            super(), self.limiter, method, url, params=params, data=data, **asdict(self.policy), **options
        )
        response.raise_for_status()
        return response

    def close(self):
        if self.owned:
            super().close()
