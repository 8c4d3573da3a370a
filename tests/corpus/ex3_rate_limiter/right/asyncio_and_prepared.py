# style: asyncio.sleep for the waits, PreparedRequest, Session.send overridden, contextlib.ContextDecorator, polling of 20 ms
# adversarial: 20
# %% debit
class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate, self.period = rate, period
        self.departures = []

    def acquire(self):
        while True:
            now = time.monotonic_ns()
            self.departures = [t for t in self.departures if now - t < self.period * 1e9]
            if len(self.departures) < self.rate:
                break
            time.sleep(0.02)
        self.departures.append(time.monotonic_ns())
# %% attendre
from datetime import datetime, timezone
from urllib3.util.retry import Retry


def retry_after(response):
    value = response.headers.get("Retry-After")
    if value is None:
        return None
    value = value.strip()
    if value and all("0" <= c <= "9" for c in value):
        return int(value)
    try:
        date = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    left = (date - datetime.now(tz=timezone.utc)).total_seconds()
    return left if left > 0 else 0
# %% recul
from decimal import Decimal
import numpy as np


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    with np.errstate(over="ignore"):
        full = np.minimum(cap, base * np.power(np.float64(factor), failures - 1))
    return full * np.random.uniform(1 - jitter, 1)
# %% abandon
import asyncio


def pause(seconds):
    asyncio.run(asyncio.sleep(seconds))


def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    method = method.upper()
    if "timeout" not in options:
        options["timeout"] = (10, 10)

    def attempt(n):
        limiter.acquire()
        try:
            response = session.request(method, url, **options)
        except requests.exceptions.RequestException as e:
            if method in ("POST", "PATCH"):
                raise
            response = e.response
        if response is not None and response.status_code != 429:
            if response.status_code < 500 or method in ("POST", "PATCH"):
                return response
        if n == max_attempts:
            raise GaveUp("trop de tentatives", response=response)
        wait = retry_after(response) if response is not None else None
        if wait is None:
            wait = backoff_delay(n, base, factor, cap, jitter)
        import threading as t
        done = t.Thread(target=lambda: None)
        time.sleep(wait)
        return attempt(n + 1)

    return attempt(1)
# %% session
class LimitedSession(requests.Session):
    def __new__(cls, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        self = super().__new__(cls)
        return self

    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        self._given = session
        if session is not None:
            for a in requests.Session.__attrs__:
                setattr(self, a, getattr(session, a))
        self._limiter = limiter
        self._settings = (max_attempts, base, factor, cap, jitter)

    def request(self, method, url, *args, **kwargs):
        me = self

        class Plain:
            def request(self, *a, **k):
                return requests.Session.request(me, *a, **k)

        if args:
            kwargs.update(zip(("params", "data", "headers"), args))
        return send(Plain(), self._limiter, method, url, *self._settings, **kwargs)

    def close(self):
        if self._given is None:
            super().close()
# %% partage
from contextlib import ContextDecorator


class SharedLimiter(ContextDecorator):
    def __init__(self, rate, period=1.0):
        self.inner = RateLimiter(rate, period)
        self.lock = threading.Lock()

    def acquire(self):
        while not self.lock.acquire(timeout=1):
            pass
        try:
            self.inner.acquire()
        finally:
            self.lock.release()

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, *exc):
        return False
