# style: waits by Condition.wait_for, partialmethod, prepared requests, match, time_ns, SystemRandom
# adversarial: 20
# %% debit
def _now():
    return time.monotonic()


def _sleep(seconds):
    cond = threading.Condition()
    with cond:
        cond.wait_for(lambda: False, timeout=seconds)


class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate = rate
        self.period = period
        self.times = [float("-inf")] * rate
        self.i = 0

    def acquire(self):
        wait = self.times[self.i] + self.period - _now()
        if wait > 0:
            _sleep(wait + 0.002)
        self.times[self.i] = _now()
        self.i = (self.i + 1) % self.rate
# %% attendre
import calendar
from email.utils import parsedate


def retry_after(response):
    match response.headers.get("Retry-After", "").split():
        case [n] if set(n) <= set("0123456789"):
            return int(n)
        case [_, _, _, _, _, "GMT"] as words:
            moment = parsedate(" ".join(words))
            if moment is None:
                return None
            return max(0.0, calendar.timegm(moment) - time.time_ns() / 1e9)
    return None
# %% recul
import secrets

_rng = secrets.SystemRandom()


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    delay = min(base, cap)
    for _ in range(failures - 1):
        if delay >= cap or factor == 1:
            break
        delay = min(cap, delay * factor)
    return _rng.uniform(delay - delay * jitter, delay)
# %% abandon
from itertools import count
from contextlib import suppress


def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, *, timeout=10, **options):
    safe = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}.__contains__(method.upper())
    errors = (requests.ConnectionError, requests.Timeout) if safe else ()
    for attempt in count(1):
        limiter.acquire()
        answer = None
        with suppress(*errors):
            answer = session.request(method=method, url=url, timeout=timeout, **options)
        if answer is not None:
            match answer.status_code // 100, answer.status_code:
                case _, 429:
                    pass
                case 5, _ if safe:
                    pass
                case _:
                    return answer
        if attempt >= max_attempts:
            raise GaveUp(f"{attempt} tentatives", response=answer)
        asked = None if answer is None else retry_after(answer)
        _sleep(backoff_delay(attempt, base, factor, cap, jitter) if asked is None else asked)
# %% session
from functools import partialmethod


class LimitedSession:
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        d = self.__dict__
        d["_l"] = limiter
        d["_o"] = (max_attempts, base, factor, cap, jitter)
        d["_own"] = session is None
        d["_s"] = session if session is not None else requests.Session()

    def __getattr__(self, name):
        return getattr(self._s, name)

    def __setattr__(self, name, value):
        setattr(self._s, name, value)

    def request(self, method, url, *args, **kw):
        names = ("params", "data", "headers", "cookies", "files", "auth", "timeout", "allow_redirects", "proxies", "hooks", "stream", "verify", "cert", "json")
        return send(self._s, self._l, method, url, *self._o, **dict(zip(names, args)), **kw)

    def get(self, url, **kw):
        return self.request("GET", url, **kw)

    options = partialmethod(request, "OPTIONS")
    head = partialmethod(request, "HEAD", allow_redirects=False)
    delete = partialmethod(request, "DELETE")

    def post(self, url, data=None, json=None, **kw):
        return self.request("POST", url, data=data, json=json, **kw)

    def put(self, url, data=None, **kw):
        return self.request("PUT", url, data=data, **kw)

    def patch(self, url, data=None, **kw):
        return self.request("PATCH", url, data=data, **kw)

    def close(self):
        self._own and self._s.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
# %% partage
from contextlib import AbstractContextManager, contextmanager
import multiprocessing.dummy


class SharedLimiter(RateLimiter, AbstractContextManager):
    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        self._sem = threading.Semaphore(1)

    def acquire(self):
        self._sem.acquire()
        try:
            RateLimiter.acquire(self)
        finally:
            self._sem.release()

    def __enter__(self):
        self.acquire()

    def __exit__(self, *e):
        pass

    def __call__(self, f):
        def inner(*a, **k):
            with self:
                return f(*a, **k)
        return functools.update_wrapper(inner, f)
