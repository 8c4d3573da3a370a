# mistake: overrides get and post alone
# question: session
# says: prennent leur tour
# like: right/ticket_queue
# %% session
class LimitedSession(requests.Session):
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        self.limiter = limiter
        self.retries = (max_attempts, base, factor, cap, jitter)
        self.lent = session is not None
        if self.lent:
            self.__dict__ |= session.__dict__

    def get(self, url, **options):
        return send(super(), self.limiter, "GET", url, *self.retries, **options)

    def post(self, url, data=None, json=None, **options):
        return send(super(), self.limiter, "POST", url, *self.retries, data=data, json=json, **options)

    def close(self):
        if not self.lent:
            super().close()

    def __exit__(self, *error):
        self.close()
