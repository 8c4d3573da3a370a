# mistake: headers is the dictionary of the session inside: another put in its place has no effect
# question: session
# says: s.headers = … n'a changé que votre objet
# like: right/wrapper_with_properties
# adversarial: 20
# %% session
class LimitedSession:
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        self.limiter = limiter
        self.kw = dict(max_attempts=max_attempts, base=base, factor=factor, cap=cap, jitter=jitter)
        self.own = session is None
        self.s = session or requests.Session()
        self.headers = self.s.headers
        self.cookies = self.s.cookies
        self.params = {}
        self.auth = self.s.auth
    def request(self, method, url, params=None, **options):
        if self.auth: options.setdefault("auth", self.auth)
        return send(self.s, self.limiter, method, url, **self.kw, params={**self.params, **(params or {})}, **options)
    def get(self, url, **k): return self.request("GET", url, **k)
    def options(self, url, **k): return self.request("OPTIONS", url, **k)
    def head(self, url, **k): return self.request("HEAD", url, **k)
    def delete(self, url, **k): return self.request("DELETE", url, **k)
    def post(self, url, data=None, json=None, **k): return self.request("POST", url, data=data, json=json, **k)
    def put(self, url, data=None, **k): return self.request("PUT", url, data=data, **k)
    def patch(self, url, data=None, **k): return self.request("PATCH", url, data=data, **k)
    def close(self):
        if self.own: self.s.close()
    def __enter__(self): return self
    def __exit__(self, *e): self.close()
