# mistake: auth was forgotten among the delegated settings: s.auth = (...) only sets an attribute of the wrapper
# question: session
# blind: 19.75
# like: right/shortest
# %% session
import inspect


class LimitedSession:
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        self.s, self.mine = session or requests.Session(), session is None
        self.conf = dict(limiter=limiter, max_attempts=max_attempts, base=base, factor=factor, cap=cap, jitter=jitter)

    get, options, head, post, put, patch, delete = (
        getattr(requests.Session, m) for m in "get options head post put patch delete".split()
    )
    headers, params, cookies = (
        property(lambda self, n=n: getattr(self.s, n), lambda self, v, n=n: setattr(self.s, n, v))
        for n in "headers params cookies".split()
    )

    def request(self, *a, **k):
        k = inspect.signature(requests.Session.request).bind(None, *a, **k).arguments
        k.pop("self")
        return send(self.s, **self.conf, **k)

    def close(self):
        self.s.close() if self.mine else None

    __enter__ = lambda self: self
    __exit__ = lambda self, *e: self.close()
