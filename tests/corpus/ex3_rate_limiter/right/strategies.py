# style: Java/C# habits: ABC interfaces, one strategy class per concern, composition with __getattr__/__setattr__ delegation, RLock, monotonic_ns, chained exceptions
# blind: 20.0
# %% debit
import inspect
import math
from abc import ABC, abstractmethod
from datetime import timezone

NANOS_PER_SECOND = 1_000_000_000


class Clock(ABC):
    @abstractmethod
    def now_ns(self) -> int: ...

    @abstractmethod
    def wall_seconds(self) -> float: ...

    @abstractmethod
    def sleep_ns(self, duration_ns: int) -> None: ...

    def sleep_until_ns(self, deadline_ns: int) -> int:
        now = self.now_ns()
        while now < deadline_ns:
            self.sleep_ns(deadline_ns - now)
            now = self.now_ns()
        return now


class SystemClock(Clock):
    def now_ns(self) -> int:
        return time.monotonic_ns()

    def wall_seconds(self) -> float:
        return time.time()

    def sleep_ns(self, duration_ns: int) -> None:
        time.sleep(duration_ns / NANOS_PER_SECOND)


class RateLimiter:
    """Laisse partir rate requêtes par fenêtre glissante de period secondes."""

    def __init__(self, rate, period=1.0):
        self._clock = SystemClock()
        self._rate = rate
        self._period_ns = math.ceil(period * NANOS_PER_SECOND)
        self._departures = deque(maxlen=rate)

    def acquire(self):
        """Attend que la requête suivante puisse partir, et compte son départ."""
        now = self._clock.now_ns()
        if len(self._departures) == self._rate:
            now = self._clock.sleep_until_ns(self._departures[0] + self._period_ns)
        self._departures.append(now)
# %% attendre
class RetryAfterParser(ABC):
    @abstractmethod
    def parse(self, value: str):
        """Rend un nombre de secondes, ou lève ValueError."""


class DelaySecondsParser(RetryAfterParser):
    def parse(self, value):
        if not (value.isascii() and value.isdigit()):
            raise ValueError(f"pas un nombre entier de secondes : {value!r}")
        return int(value)


class HttpDateParser(RetryAfterParser):
    def __init__(self, clock: Clock):
        self._clock = clock

    def parse(self, value):
        try:
            moment = parsedate_to_datetime(value)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=timezone.utc)
            return max(0.0, moment.timestamp() - self._clock.wall_seconds())
        except (TypeError, ValueError, IndexError, OverflowError) as error:
            raise ValueError(f"pas une date HTTP : {value!r}") from error


class RetryAfterReader:
    def __init__(self, parsers):
        self._parsers = tuple(parsers)

    def read(self, response):
        value = response.headers.get("Retry-After")
        if value is None:
            return None
        for parser in self._parsers:
            try:
                return parser.parse(value.strip())
            except ValueError:
                continue
        return None


def retry_after(response):
    """Rend le délai demandé par Retry-After, en secondes, ou None s'il n'y en a pas de lisible."""
    return RetryAfterReader([DelaySecondsParser(), HttpDateParser(SystemClock())]).read(response)
# %% recul
class BackoffStrategy(ABC):
    @abstractmethod
    def delay(self, failures: int) -> float: ...


class ExponentialBackoff(BackoffStrategy):
    def __init__(self, base, factor, cap, jitter):
        self._base = base
        self._factor = factor
        self._cap = cap
        self._jitter = jitter

    def full_delay(self, failures):
        if self._base == 0:
            return 0
        try:
            return min(self._cap, self._base * self._factor ** (failures - 1))
        except OverflowError:
            return self._cap

    def delay(self, failures):
        full = self.full_delay(failures)
        return min(full, random.uniform(full * (1 - self._jitter), full))


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    """Rend le délai avant la tentative suivante, en secondes."""
    return ExponentialBackoff(base, factor, cap, jitter).delay(failures)
# %% abandon
class RetryPolicy(ABC):
    @abstractmethod
    def retries_response(self, method: str, response) -> bool: ...

    @abstractmethod
    def retries_error(self, method: str, error: Exception) -> bool: ...


class IdempotentRetryPolicy(RetryPolicy):
    IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})

    def _is_idempotent(self, method):
        return method.upper() in self.IDEMPOTENT

    def retries_response(self, method, response):
        if response.status_code == 429:
            return True
        return 500 <= response.status_code < 600 and self._is_idempotent(method)

    def retries_error(self, method, error):
        return isinstance(error, (requests.ConnectionError, requests.Timeout)) and self._is_idempotent(method)


class RequestExecutor:
    def __init__(self, session, limiter, policy: RetryPolicy, backoff: BackoffStrategy, max_attempts):
        self._session = session
        self._limiter = limiter
        self._policy = policy
        self._backoff = backoff
        self._max_attempts = max_attempts

    def execute(self, method, url, options):
        failures = 0
        while True:
            response = None
            cause = None
            self._limiter.acquire()
            try:
                response = self._session.request(method, url, **options)
            except requests.RequestException as error:
                if not self._policy.retries_error(method, error):
                    raise
                cause = error
            else:
                if not self._policy.retries_response(method, response):
                    return response
            failures += 1
            if failures >= self._max_attempts:
                raise GaveUp(f"{method} {url} : abandon après {failures} tentatives", response=response) from cause
            delay = self._delay(failures, response)
            if response is not None:
                response.close()
            time.sleep(delay)

    def _delay(self, failures, response):
        requested = None if response is None else retry_after(response)
        return self._backoff.delay(failures) if requested is None else requested


def send(
    session,
    limiter,
    method,
    url,
    max_attempts=5,
    base=0.5,
    factor=2,
    cap=30,
    jitter=0.1,
    **options,
):
    """Envoie une requête, recommence s'il le faut ; lève GaveUp après max_attempts tentatives."""
    options.setdefault("timeout", 10)
    backoff = ExponentialBackoff(base, factor, cap, jitter)
    executor = RequestExecutor(session, limiter, IdempotentRetryPolicy(), backoff, max_attempts)
    return executor.execute(method, url, options)
# %% session
class LimitedSession:
    """Une session qui respecte un débit et recommence ce qui peut l'être."""

    _REQUEST_SIGNATURE = inspect.signature(requests.Session.request)

    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        self._limiter = limiter
        self._settings = {
            "max_attempts": max_attempts,
            "base": base,
            "factor": factor,
            "cap": cap,
            "jitter": jitter,
        }
        self._owned = session is None
        self._session = requests.Session() if session is None else session

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._session, name)

    def __setattr__(self, name, value):
        if name.startswith("_"):
            object.__setattr__(self, name, value)
        else:
            setattr(self._session, name, value)

    def request(self, method, url, *args, **kwargs):
        """Envoie une requête, par son tour, autant de fois qu'il le faut."""
        arguments = self._REQUEST_SIGNATURE.bind(self, method, url, *args, **kwargs).arguments
        arguments.pop("self")
        return send(self._session, self._limiter, **self._settings, **arguments)

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
        """Ferme la session, si c'est celle-ci qui l'a ouverte."""
        if self._owned:
            self._session.close()

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        self.close()
        return False
# %% partage
class SharedLimiter(RateLimiter):
    """Un RateLimiter pour plusieurs threads, qui s'emploie aussi avec with et comme décorateur."""

    def __init__(self, rate, period=1.0):
        super().__init__(rate, period)
        self._lock = threading.RLock()

    def acquire(self):
        """Attend que la requête suivante puisse partir, quel que soit le thread."""
        self._lock.acquire()
        try:
            super().acquire()
        finally:
            self._lock.release()

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        return False

    def __call__(self, function):
        """Décore une fonction : chacun de ses appels prend d'abord son tour."""

        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            self.acquire()
            return function(*args, **kwargs)

        return wrapper
