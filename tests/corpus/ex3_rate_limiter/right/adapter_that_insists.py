# style: an HTTPAdapter that takes the turns and tries again; dataclasses; a generator of delays
# %% debit
from dataclasses import dataclass, field


@dataclass
class RateLimiter:
    rate: int
    period: float = 1.0
    departures: list = field(default_factory=list)

    def acquire(self):
        now = time.perf_counter()
        self.departures = [moment for moment in self.departures if moment > now - self.period]
        if len(self.departures) >= self.rate:
            time.sleep(self.departures[-self.rate] + self.period - now)
        self.departures.append(time.perf_counter())

# %% attendre
import email.utils


def retry_after(response):
    header = response.headers.get("Retry-After")
    if header is None:
        return None
    header = header.strip()
    if header and all(character in "0123456789" for character in header):
        return int(header)
    try:
        date = email.utils.parsedate_to_datetime(header)
    except (ValueError, TypeError):
        return None
    return max(date.timestamp() - time.time(), 0)

# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    full = base
    for _ in range(failures - 1):
        full *= factor
        if full > cap:
            break
    return min(full, cap) * (1 - jitter + jitter * random.random())

# %% abandon
def persist(attempt, limiter, method, settings):
    """Appelle attempt, autant de fois que permis, jusqu'à une réponse à rendre."""
    max_attempts, *delays = settings
    safe = method.upper() not in ("POST", "PATCH")
    for failures in range(1, max_attempts + 1):
        limiter.acquire()
        response = None
        try:
            response = attempt()
        except (requests.ConnectionError, requests.Timeout):
            if not safe:
                raise
        else:
            if response.status_code != 429 and (response.status_code < 500 or not safe):
                return response
        if failures == max_attempts:
            raise GaveUp("abandon", response=response)
        asked = None if response is None else retry_after(response)
        time.sleep(backoff_delay(failures, *delays) if asked is None else asked)


def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    options.setdefault("timeout", 10)
    settings = (max_attempts, base, factor, cap, jitter)
    return persist(lambda: session.request(method, url, **options), limiter, method, settings)

# %% session
from requests.adapters import BaseAdapter


class Insisting(BaseAdapter):
    """Envoie par un autre adaptateur, à son tour, autant de fois qu'il le faut."""

    def __init__(self, inner, limiter, settings):
        super().__init__()
        self.inner, self.limiter, self.settings = inner, limiter, settings

    def send(self, request, timeout=None, **options):
        def attempt():
            response = self.inner.send(request, timeout=10 if timeout is None else timeout, **options)
            response.content  # lue jusqu'au bout, la connexion peut resservir
            return response

        return persist(attempt, self.limiter, request.method, self.settings)

    def close(self):
        self.inner.close()


class LimitedSession(requests.Session):
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        self.owned = session is None
        if session is not None:
            for name in ("headers", "cookies", "auth", "params", "proxies", "hooks", "verify", "cert"):
                setattr(self, name, getattr(session, name))
        settings = (max_attempts, base, factor, cap, jitter)
        for prefix, adapter in (session or self).adapters.copy().items():
            self.mount(prefix, Insisting(adapter, limiter, settings))

    def close(self):
        if self.owned:
            super().close()

# %% partage
class SharedLimiter(RateLimiter):
    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        self.lock = threading.Lock()

    def acquire(self):
        with self.lock:
            super().acquire()

    def __enter__(self):
        self.acquire()

    def __exit__(self, *error):
        pass

    def __call__(self, function):
        @functools.wraps(function)
        def limited(*args, **kwargs):
            self.acquire()
            return function(*args, **kwargs)

        return limited
