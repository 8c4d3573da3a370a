# mistake: does not pass max_attempts on
# question: session
# says: max_attempts est celui
# like: right/numpy_ring
# %% session
from contextlib import ExitStack


class LimitedSession(requests.Session):
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        self.turn = limiter
        self.policy = np.array([max_attempts, base, factor, cap, jitter], dtype=object)
        self.to_close = ExitStack()
        if session is None:
            self.to_close.callback(super().close)
        else:
            for name in ("headers", "params", "auth", "cookies", "adapters", "hooks", "proxies", "verify", "cert"):
                setattr(self, name, getattr(session, name))
        self.opened = session is None

    def request(self, method, url, *args, **kwargs):
        inner = super().request
        adapter = type("Adapter", (), {"request": lambda _, *a, **k: inner(*a, *args, **k)})()
        return send(adapter, self.turn, method, url, 5, *self.policy[1:], **kwargs)

    def close(self):
        self.to_close.close()
        if self.opened:
            self.to_close.callback(super().close)
