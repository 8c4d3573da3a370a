# mistake: post does not pass json on
# question: session
# says: json est transmis
# like: right/wrapper_with_properties
# %% session
def forwarded(name):
    def read(self):
        return getattr(self._session, name)

    def write(self, value):
        setattr(self._session, name, value)

    return property(read, write)


class LimitedSession:
    headers = forwarded("headers")
    params = forwarded("params")
    auth = forwarded("auth")
    cookies = forwarded("cookies")

    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        self._limiter = limiter
        self._retries = dict(max_attempts=max_attempts, base=base, factor=factor, cap=cap, jitter=jitter)
        self._mine = session is None
        self._session = requests.Session() if session is None else session

    def request(self, method, url, params=None, data=None, **kwargs):
        kwargs.update(params=params, data=data)
        return send(self._session, self._limiter, method, url, **self._retries, **kwargs)

    def get(self, url, **kwargs):
        return self.request("GET", url, **kwargs)

    def options(self, url, **kwargs):
        return self.request("OPTIONS", url, **kwargs)

    def head(self, url, **kwargs):
        kwargs.setdefault("allow_redirects", False)
        return self.request("HEAD", url, **kwargs)

    def post(self, url, data=None, json=None, **kwargs):
        return self.request("POST", url, data=data, **kwargs)

    def put(self, url, data=None, **kwargs):
        return self.request("PUT", url, data=data, **kwargs)

    def patch(self, url, data=None, **kwargs):
        return self.request("PATCH", url, data=data, **kwargs)

    def delete(self, url, **kwargs):
        return self.request("DELETE", url, **kwargs)

    def close(self):
        if self._mine:
            self._session.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()
