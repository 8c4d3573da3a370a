# style: the backoff library retries and gives the delays; closures rather than attributes
# %% debit
def turnstile(rate, period):
    departures = deque([float("-inf")] * rate, maxlen=rate)

    def acquire():
        pause = departures[0] + period - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        departures.append(time.monotonic())

    return acquire


class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.acquire = turnstile(rate, period)

# %% attendre
def as_seconds(text):
    return int(text) if text.isdigit() and text.isascii() else None


def as_date(text):
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def retry_after(response):
    text = response.headers.get("Retry-After", "")
    seconds = as_seconds(text)
    return as_date(text) if seconds is None else seconds

# %% recul
from itertools import islice

import backoff


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    delays = backoff.expo(base=factor, factor=base, max_value=cap)
    next(delays)
    full = next(islice(delays, failures - 1, None))
    return full * random.uniform(1 - jitter, 1)

# %% abandon
class Missed(Exception):
    """Une tentative à recommencer, et le délai avant la suivante."""

    def __init__(self, response, delay):
        self.response = response
        self.delay = delay


def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    options.setdefault("timeout", 10)
    idempotent = method.upper() in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")
    failures = 0

    def missed(response):
        nonlocal failures
        failures += 1
        asked = None if response is None else retry_after(response)
        return Missed(response, backoff_delay(failures, base, factor, cap, jitter) if asked is None else asked)

    @backoff.on_exception(
        backoff.runtime, Missed, value=lambda error: error.delay, max_tries=max_attempts, jitter=None
    )
    def attempt():
        limiter.acquire()
        try:
            response = session.request(method, url, **options)
        except (requests.ConnectionError, requests.Timeout) as error:
            if idempotent:
                raise missed(None) from error
            raise
        if response.status_code == 429 or (idempotent and response.status_code >= 500):
            raise missed(response)
        return response

    try:
        return attempt()
    except Missed as error:
        raise GaveUp("abandon", response=error.response) from error

# %% session
class LimitedSession(requests.Session):
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        plain = super().request
        close = super().close

        class Plain:
            request = staticmethod(plain)

        def request(method, url, params=None, data=None, **options):
            settings = dict(max_attempts=max_attempts, base=base, factor=factor, cap=cap, jitter=jitter)
            return send(Plain, limiter, method, url, params=params, data=data, **settings, **options)

        if session is not None:
            vars(self).update(vars(session))
        self.request = request
        self.close = close if session is None else lambda: None

    def __exit__(self, *error):
        self.close()

# %% partage
class SharedLimiter(RateLimiter):
    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        alone, lock = self.acquire, threading.Lock()

        def acquire():
            with lock:
                alone()

        self.acquire = acquire

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *error):
        return None

    def __call__(self, function):
        def limited(*args, **kwargs):
            self.acquire()
            return function(*args, **kwargs)

        return functools.update_wrapper(limited, function)
