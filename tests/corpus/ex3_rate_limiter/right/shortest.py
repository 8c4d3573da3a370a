# style: hurried sysadmin: shortest code, deque(maxlen), walrus, ternaries, lambdas, properties from a comprehension, ContextDecorator, recursion in send
# blind: 20.0
# %% debit
from time import monotonic, sleep


class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.d, self.p = deque(maxlen=rate), period

    def acquire(self):
        if len(self.d) == self.d.maxlen and (w := self.d[0] + self.p - monotonic()) > 0:
            sleep(w)
        self.d.append(monotonic())
# %% attendre
def retry_after(response):
    h = response.headers.get("Retry-After", "").strip()
    try:
        return int(h) if h.isdecimal() else max(0, parsedate_to_datetime(h).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None
# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    try:
        d = min(cap, base * factor ** (failures - 1))
    except OverflowError:
        d = cap if base else 0
    return random.uniform(d * (1 - jitter), d)
# %% abandon
from time import sleep


def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    idem = method.upper() in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")

    def go(n):
        limiter.acquire()
        try:
            r = session.request(method, url, **{"timeout": 10} | options)
        except (requests.ConnectionError, requests.Timeout):
            if not idem:
                raise
            r = None
        if r is not None and r.status_code != 429 and not (idem and 500 <= r.status_code < 600):
            return r
        if n == max_attempts:
            raise GaveUp(f"{method} {url} : {n} tentatives", response=r)
        w = None if r is None else retry_after(r)
        sleep(backoff_delay(n, base, factor, cap, jitter) if w is None else w)
        return go(n + 1)

    return go(1)
# %% session
import inspect


class LimitedSession:
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        self.s, self.mine = session or requests.Session(), session is None
        self.conf = dict(limiter=limiter, max_attempts=max_attempts, base=base, factor=factor, cap=cap, jitter=jitter)

    get, options, head, post, put, patch, delete = (
        getattr(requests.Session, m) for m in "get options head post put patch delete".split()
    )
    headers, params, auth, cookies = (
        property(lambda self, n=n: getattr(self.s, n), lambda self, v, n=n: setattr(self.s, n, v))
        for n in "headers params auth cookies".split()
    )

    def request(self, *a, **k):
        k = inspect.signature(requests.Session.request).bind(None, *a, **k).arguments
        k.pop("self")
        return send(self.s, **self.conf, **k)

    def close(self):
        self.s.close() if self.mine else None

    __enter__ = lambda self: self
    __exit__ = lambda self, *e: self.close()
# %% partage
from contextlib import ContextDecorator


class SharedLimiter(RateLimiter, ContextDecorator):
    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        self.lock = threading.Lock()

    def acquire(self):
        with self.lock:
            super().acquire()

    __enter__ = acquire
    __exit__ = lambda *e: None
