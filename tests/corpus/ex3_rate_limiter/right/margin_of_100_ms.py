# style: wrapper_with_properties whose limiter waits 100 ms more, the most that is allowed
# adversarial: 14.79
# %% debit
from time import perf_counter, sleep


class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate, self.period = rate, period
        self.recent = deque()

    def acquire(self):
        self._forget(perf_counter())
        while len(self.recent) >= self.rate:
            sleep(max(0, self.recent[0] + self.period - perf_counter()) + 0.1)
            self._forget(perf_counter())
        self.recent.append(perf_counter())

    def _forget(self, now):
        while self.recent and self.recent[0] <= now - self.period:
            self.recent.popleft()

# %% attendre
import re
from datetime import datetime, timezone


def retry_after(response):
    value = response.headers.get("Retry-After")
    if value is None:
        return None
    if re.fullmatch(r"[0-9]+", value):
        return float(value)
    try:
        due = datetime.strptime(value, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=timezone.utc)
    except ValueError:
        return None
    return max(0, (due - datetime.now(timezone.utc)).total_seconds())

# %% recul
import math


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    exponent = math.log(base) + (failures - 1) * math.log(factor)
    full = cap if exponent >= math.log(cap) else base * factor ** (failures - 1)
    return random.uniform((1 - jitter) * full, full)

# %% abandon
REPEATABLE = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")
NO_ANSWER = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)


def must_try_again(method, response):
    if response.status_code == 429:
        return True
    return response.status_code >= 500 and method.upper() in REPEATABLE


def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    options = {"timeout": 10, **options}
    for failures in range(1, max_attempts + 1):
        limiter.acquire()
        try:
            response = session.request(method, url, **options)
        except NO_ANSWER:
            if method.upper() not in REPEATABLE:
                raise
            response = None
            delay = None
        else:
            if not must_try_again(method, response):
                return response
            delay = retry_after(response)
        if failures == max_attempts:
            raise GaveUp(f"{max_attempts} tentatives manquées : {method} {url}", response=response)
        if delay is None:
            delay = backoff_delay(failures, base, factor, cap, jitter)
        sleep(delay)

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
        return self.request("POST", url, data=data, json=json, **kwargs)

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

# %% partage
class SharedLimiter(RateLimiter):
    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        self.lock = threading.RLock()

    def acquire(self):
        with self.lock:
            super().acquire()

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, kind, error, trace):
        return None

    def __call__(self, function):
        @functools.wraps(function)
        def paced(*args, **kwargs):
            with self:
                return function(*args, **kwargs)

        return paced
