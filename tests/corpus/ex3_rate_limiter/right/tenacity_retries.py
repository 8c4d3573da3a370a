# style: tenacity retries and computes the delays; urllib3 reads Retry-After; subclass of Session
# %% debit
class RateLimiter:
    def __init__(self, rate, period=1.0):
        self.rate = rate
        self.period = period
        self.times = deque()

    def acquire(self):
        now = time.monotonic()
        if len(self.times) == self.rate:
            oldest = self.times.popleft()
            if now - oldest < self.period:
                time.sleep(self.period - (now - oldest))
        self.times.append(time.monotonic())

# %% attendre
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry


def retry_after(response):
    value = response.headers.get("Retry-After")
    if value is None:
        return None
    try:
        return Retry(retry_after_max=10**9).parse_retry_after(value)
    except InvalidHeader:
        return None

# %% recul
import tenacity


def full_delay(failures, base, factor, cap):
    state = tenacity.RetryCallState(None, None, (), {})
    state.attempt_number = failures
    return tenacity.wait_exponential(multiplier=base, exp_base=factor, max=cap)(state)


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    delay = full_delay(failures, base, factor, cap)
    return random.uniform(delay * (1 - jitter), delay)

# %% abandon
def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    options.setdefault("timeout", 10)
    idempotent = method.upper() in {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}

    def refused(response):
        return response.status_code == 429 or idempotent and response.status_code >= 500

    def lost(error):
        return idempotent and isinstance(error, requests.ConnectionError | requests.Timeout)

    def pause(state):
        asked = None if state.outcome.failed else retry_after(state.outcome.result())
        return backoff_delay(state.attempt_number, base, factor, cap, jitter) if asked is None else asked

    def give_up(state):
        raise GaveUp("abandon", response=None if state.outcome.failed else state.outcome.result())

    def attempt():
        limiter.acquire()
        return session.request(method, url, **options)

    retrying = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(max_attempts),
        wait=pause,
        retry=tenacity.retry_if_result(refused) | tenacity.retry_if_exception(lost),
        retry_error_callback=give_up,
    )
    return retrying(attempt)

# %% session
class LimitedSession(requests.Session):
    def __init__(self, limiter, session=None, **settings):
        super().__init__()
        self.limiter = limiter
        self.settings = settings
        self.borrowed = session is not None
        if self.borrowed:
            self.__dict__.update(session.__dict__)

    def request(self, method, url, params=None, data=None, **kwargs):
        plain = super()
        return send(plain, self.limiter, method, url, params=params, data=data, **self.settings, **kwargs)

    def close(self):
        if not self.borrowed:
            super().close()

# %% partage
class SharedLimiter(RateLimiter):
    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        self.gate = threading.Semaphore(1)

    def acquire(self):
        with self.gate:
            super().acquire()

    def __enter__(self):
        self.acquire()

    def __exit__(self, *args):
        pass

    def __call__(self, function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            self.acquire()
            return function(*args, **kwargs)

        return wrapper
