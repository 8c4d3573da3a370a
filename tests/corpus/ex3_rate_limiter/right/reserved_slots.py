# style: reserves the hour of departure under the lock and sleeps outside; nanoseconds; recursion in send
# %% debit
class RateLimiter:
    def __init__(self, rate, period=1.0):
        self._step = round(period * 1e9)
        self._slots = [None] * rate
        self._next = 0

    def _reserve(self):
        now = time.monotonic_ns()
        before = self._slots[self._next]
        slot = now if before is None else max(now, before + self._step)
        self._slots[self._next] = slot
        self._next = (self._next + 1) % len(self._slots)
        return slot

    def _wait_until(self, slot):
        while (left := slot - time.monotonic_ns()) > 0:
            time.sleep(left / 1e9)

    def acquire(self):
        self._wait_until(self._reserve())

# %% attendre
from email.utils import mktime_tz, parsedate_tz


def retry_after(response):
    text = response.headers.get("retry-after", "")
    if text and set(text) <= set("0123456789"):
        return int(text)
    moment = parsedate_tz(text) if "," in text else None
    return None if moment is None else max(0, mktime_tz(moment) - time.time())

# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    full = min(base, cap)
    while failures > 1 and full < cap and factor > 1:
        full = min(full * factor, cap)
        failures -= 1
    return full - full * jitter * random.random()

# %% abandon
def send(
    session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options
):
    safe = method.upper() not in ("POST", "PATCH")
    options.setdefault("timeout", 10)

    def attempt(number):
        limiter.acquire()
        try:
            response = session.request(method, url, **options)
        except (requests.ConnectionError, requests.Timeout):
            if not safe:
                raise
            response = None
        if response is not None and not (
            response.status_code == 429 or (safe and 500 <= response.status_code < 600)
        ):
            return response
        if number >= max_attempts:
            raise GaveUp("plus de tentative", response=response)
        pause = None if response is None else retry_after(response)
        time.sleep(backoff_delay(number, base, factor, cap, jitter) if pause is None else pause)
        return attempt(number + 1)

    return attempt(1)

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

    def __exit__(self, *_):
        self.close()

# %% partage
class SharedLimiter(RateLimiter):
    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        self._lock = threading.Lock()

    def acquire(self):
        with self._lock:
            slot = self._reserve()
        self._wait_until(slot)

    def __enter__(self):
        self.acquire()

    def __exit__(self, *_):
        return False

    def __call__(self, function):
        return functools.wraps(function)(lambda *args, **kwargs: (self.acquire(), function(*args, **kwargs))[1])
