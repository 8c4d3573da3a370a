# style: pyrate-limiter keeps the pace, also over the threads; dataclass of settings
# %% debit
from pyrate_limiter import Limiter, Rate


class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.limiter = Limiter(Rate(rate, round(period * 1000)))

    def acquire(self):
        self.limiter.try_acquire("hebergeur")

# %% attendre
def retry_after(response):
    value = response.headers.get("Retry-After", "")
    if value.isdigit() and value.isascii():
        return int(value)
    try:
        return max(0, parsedate_to_datetime(value).timestamp() - time.time())
    except Exception:
        return None

# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    try:
        full = min(cap, base * float(factor) ** (failures - 1))
    except OverflowError:
        full = cap
    return random.uniform(full - jitter * full, full)

# %% abandon
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Policy:
    max_attempts: int = 5
    base: float = 0.5
    factor: float = 2
    cap: float = 30
    jitter: float = 0.1

    def pause(self, failures, response):
        asked = None if response is None else retry_after(response)
        if asked is not None:
            return asked
        return backoff_delay(failures, self.base, self.factor, self.cap, self.jitter)

    def retries(self, method, response):
        safe = method.upper() in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")
        if response is None:
            return safe
        return response.status_code == 429 or (safe and response.status_code >= 500)


def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    policy = Policy(max_attempts, base, factor, cap, jitter)
    options.setdefault("timeout", 10)
    for failures in range(1, policy.max_attempts + 1):
        limiter.acquire()
        try:
            response = session.request(method, url, **options)
        except (requests.ConnectionError, requests.Timeout):
            response = None
            if not policy.retries(method, None):
                raise
        if not policy.retries(method, response):
            return response
        if failures < policy.max_attempts:
            time.sleep(policy.pause(failures, response))
    raise GaveUp("abandon", response=response)

# %% session
class LimitedSession(requests.Session):
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        self.limiter = limiter
        self.policy = Policy(max_attempts, base, factor, cap, jitter)
        self.owned = session is None
        if session is not None:
            vars(self).update(vars(session))

    def request(self, method, url, params=None, data=None, **options):
        return send(
            super(), self.limiter, method, url, params=params, data=data, **asdict(self.policy), **options
        )

    def close(self):
        if self.owned:
            super().close()

# %% partage
class SharedLimiter(RateLimiter):
    """pyrate-limiter a déjà son verrou."""

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, *error):
        return False

    def __call__(self, function):
        @functools.wraps(function)
        def limited(*args, **kwargs):
            self.acquire()
            return function(*args, **kwargs)

        return limited
