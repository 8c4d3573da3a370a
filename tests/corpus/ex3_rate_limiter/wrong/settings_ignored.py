# mistake: keeps the settings and does not use them
# question: session
# says: base=2 n'est pas transmis
# like: right/tenacity_retries
# %% session
class LimitedSession(requests.Session):
    def __init__(self, limiter, session=None, **settings):
        super().__init__()
        self.limiter = limiter
        self.settings = settings
        self.borrowed = session is not None
        if self.borrowed:
            self.__dict__.update(session.__dict__)

    def request(self, method, url, params=None, data=None, **kwargs):
        plain = super()
        return send(plain, self.limiter, method, url, params=params, data=data, **kwargs)

    def close(self):
        if not self.borrowed:
            super().close()
