# style: a numpy ring of departures, numpy's random numbers, contextlib and ExitStack
# %% debit
import numpy as np


class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.period = period
        self.left = np.full(rate, -np.inf)

    def acquire(self):
        oldest = self.left.min()
        wait = oldest + self.period - time.monotonic()
        if wait > 0:
            time.sleep(float(wait))
        self.left[self.left.argmin()] = time.monotonic()

# %% attendre
def retry_after(response):
    value = response.headers.get("Retry-After")
    if not value:
        return None
    try:
        if all("0" <= letter <= "9" for letter in value):
            return int(value)
        return np.clip(parsedate_to_datetime(value).timestamp() - time.time(), 0, None).item()
    except (ValueError, TypeError):
        return None

# %% recul
GENERATOR = np.random.default_rng()


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    with np.errstate(over="ignore"):
        full = np.minimum(cap, base * np.power(float(factor), failures - 1))
    return float(GENERATOR.uniform(full * (1 - jitter), full)) if jitter else float(full)

# %% abandon
def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    timeout = options.pop("timeout", 10)
    verb = method.upper()
    left = max_attempts
    while left > 0:
        left -= 1
        limiter.acquire()
        response, error = None, None
        try:
            response = session.request(method, url, timeout=timeout, **options)
        except (requests.exceptions.ConnectionError, requests.exceptions.Timeout) as caught:
            error = caught
        if error is not None and verb in {"POST", "PATCH"}:
            raise error
        if response is not None:
            code = response.status_code
            if code != 429 and (code < 500 or verb in {"POST", "PATCH"}):
                return response
        if left:
            delay = retry_after(response) if response is not None else None
            if delay is None:
                delay = backoff_delay(max_attempts - left, base=base, factor=factor, cap=cap, jitter=jitter)
            time.sleep(delay)
    raise GaveUp("abandon", response=response) from error

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
        return send(adapter, self.turn, method, url, *self.policy, **kwargs)

    def close(self):
        self.to_close.close()
        if self.opened:
            self.to_close.callback(super().close)

# %% partage
import contextlib


class SharedLimiter(RateLimiter, contextlib.ContextDecorator):
    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        self.lock = threading.Lock()

    def acquire(self):
        with self.lock:
            super().acquire()

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, *error):
        return False
