# style: requests-ratelimiter's mixin takes the turns of the session, on pyrate-limiter's Limiter
# %% debit
from pyrate_limiter import InMemoryBucket, Limiter, Rate


class RateLimiter:
    def __init__(self, rate, period=1.0):
        bucket = InMemoryBucket([Rate(rate, int(period * 1000))])
        self.pyrate = Limiter(bucket, buffer_ms=5)

    def acquire(self):
        self.pyrate.try_acquire("", blocking=True)

# %% attendre
def retry_after(response):
    value = response.headers.get("Retry-After")
    if value is not None and value.isascii() and value.isdigit():
        return int(value)
    try:
        return max(0, parsedate_to_datetime(value).timestamp() - time.time())
    except (AttributeError, TypeError, ValueError):
        return None

# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    delay = base
    for _ in range(min(failures, 5000) - 1):
        delay = min(delay * factor, cap)
    delay = min(delay, cap)
    return random.uniform(delay * (1 - jitter), delay)

# %% abandon
def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    options.setdefault("timeout", 10)
    again = {429}
    if method.upper() in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE"):
        again |= set(range(500, 600))
    for number in range(1, max_attempts + 1):
        limiter.acquire()
        response = pause = None
        try:
            response = session.request(method, url, **options)
        except (requests.ConnectionError, requests.Timeout):
            if 500 not in again:
                raise
        else:
            if response.status_code not in again:
                return response
            pause = retry_after(response)
        if number < max_attempts:
            if pause is None:
                pause = backoff_delay(number, base, factor, cap, jitter)
            time.sleep(pause)
    raise GaveUp("abandon", response=response)

# %% session
from requests_ratelimiter import LimiterMixin


class Free:
    """Ne retient personne : le tour se prend plus bas, dans LimiterMixin.send."""

    def acquire(self):
        pass


class LimitedSession(LimiterMixin, requests.Session):
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__(limiter=limiter.pyrate, per_host=False, limit_statuses=())
        self.retries = dict(max_attempts=max_attempts, base=base, factor=factor, cap=cap, jitter=jitter)
        self.owned = session is None
        if session is not None:
            vars(self).update(vars(session))

    def request(self, method, url, params=None, data=None, **options):
        return send(super(), Free(), method, url, params=params, data=data, **self.retries, **options)

    def close(self):
        if self.owned:
            super().close()

# %% partage
class SharedLimiter(RateLimiter):
    def __enter__(self):
        self.acquire()

    def __exit__(self, *error):
        pass

    def __call__(self, function):
        @functools.wraps(function)
        def limited(*args, **kwargs):
            with self:
                return function(*args, **kwargs)

        return limited
