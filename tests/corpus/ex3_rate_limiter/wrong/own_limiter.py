# mistake: makes its own limiter from the one given
# question: session
# says: sa propre limite
# like: right/condition_and_heap
# %% session
class LimitedSession(requests.Session):
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        limiter = RateLimiter(limiter.rate, limiter.period)
        self.given = session
        self.send_like = functools.partial(
            send, limiter=limiter, max_attempts=max_attempts, base=base, factor=factor, cap=cap, jitter=jitter
        )
        if session is not None:
            for name in requests.Session.__attrs__:
                setattr(self, name, getattr(session, name))

    def request(self, method, url, params=None, data=None, headers=None, **options):
        return self.send_like(
            super(), method=method, url=url, params=params, data=data, headers=headers, **options
        )

    def close(self):
        if self.given is None:
            super().close()
