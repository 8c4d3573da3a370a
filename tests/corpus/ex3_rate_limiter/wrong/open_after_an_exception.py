# mistake: closes only if no exception came
# question: session
# says: restée ouverte
# like: right/reserved_slots
# %% session
class LimitedSession:
    """Tout ce qui n'est pas ici est l'affaire de la session contenue."""

    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        own = {
            "_limiter": limiter,
            "_settings": (max_attempts, base, factor, cap, jitter),
            "_opened": not session,
            "_inner": session or requests.Session(),
        }
        self.__dict__.update(own)

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def __setattr__(self, name, value):
        setattr(self._inner, name, value)

    def request(self, method, url, *args, **kwargs):
        class Positional:
            """Redonne à la session les arguments reçus dans l'ordre."""

            def request(inner, method, url, **options):
                return self._inner.request(method, url, *args, **options)

        return send(Positional(), self._limiter, method, url, *self._settings, **kwargs)

    def get(self, url, **kwargs):
        return self.request("GET", url, **kwargs)

    def options(self, url, **kwargs):
        return self.request("OPTIONS", url, **kwargs)

    def head(self, url, **kwargs):
        return self.request("HEAD", url, **{"allow_redirects": False, **kwargs})

    def post(self, url, data=None, json=None, **kwargs):
        return self.request("POST", url, None, data, json=json, **kwargs)

    def put(self, url, data=None, **kwargs):
        return self.request("PUT", url, None, data, **kwargs)

    def patch(self, url, data=None, **kwargs):
        return self.request("PATCH", url, None, data, **kwargs)

    def delete(self, url, **kwargs):
        return self.request("DELETE", url, **kwargs)

    def close(self):
        if self._opened:
            self._inner.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.close()
