# style: a heap of departures; Event.wait to wait, a Condition over the threads, type hints
# %% debit
import heapq


class RateLimiter:
    def __init__(self, rate: int, period: float = 1.0) -> None:
        self.rate = rate
        self.period = period
        self._ends: list[float] = []  # quand chaque départ quitte la fenêtre

    def _missing(self) -> float:
        now = time.monotonic()
        while self._ends and self._ends[0] <= now:
            heapq.heappop(self._ends)
        return 0.0 if len(self._ends) < self.rate else self._ends[0] - now

    def _leave(self) -> None:
        heapq.heappush(self._ends, time.monotonic() + self.period)

    def acquire(self) -> None:
        while (missing := self._missing()) > 0:
            threading.Event().wait(missing)
        self._leave()

# %% attendre
def retry_after(response: requests.Response) -> float | None:
    match response.headers.get("Retry-After"):
        case None:
            return None
        case digits if digits.isascii() and digits.isdecimal():
            return int(digits)
        case text:
            try:
                left = parsedate_to_datetime(text).timestamp() - time.time()
            except (TypeError, ValueError):
                return None
            return left if left > 0 else 0

# %% recul
from itertools import accumulate, repeat


def backoff_delay(
    failures: int, base: float = 0.5, factor: float = 2, cap: float = 30, jitter: float = 0.1
) -> float:
    *_, full = accumulate(repeat(factor, failures - 1), lambda delay, by: min(cap, delay * by), initial=min(base, cap))
    share = random.SystemRandom().uniform(0, jitter)
    return full * (1 - share)

# %% abandon
from enum import Enum


class Verdict(Enum):
    KEEP = 1
    AGAIN = 2


def judge(response: requests.Response | None, idempotent: bool) -> Verdict:
    if response is None:
        return Verdict.AGAIN
    if response.status_code == requests.codes.too_many_requests:
        return Verdict.AGAIN
    if idempotent and response.status_code // 100 == 5:
        return Verdict.AGAIN
    return Verdict.KEEP


def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    idempotent = method.upper() in frozenset("GET HEAD OPTIONS PUT DELETE".split())
    kept = {"timeout": 10} | options
    response = None
    for failures in range(max_attempts):
        if failures:
            asked = retry_after(response) if response is not None else None
            pause = asked if asked is not None else backoff_delay(failures, base, factor, cap, jitter)
            threading.Event().wait(pause)
        limiter.acquire()
        try:
            response = session.request(method, url, **kept)
        except requests.RequestException:
            if not idempotent:
                raise
            response = None
        if judge(response, idempotent) is Verdict.KEEP:
            return response
    raise GaveUp(response=response)

# %% session
class LimitedSession(requests.Session):
    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        self.given = session
        self.send_like = functools.partial(
            send, limiter=limiter, max_attempts=max_attempts, base=base, factor=factor, cap=cap, jitter=jitter
        )
        if session is not None:
            for name in requests.Session.__attrs__:
                setattr(self, name, getattr(session, name))

    def request(self, method, url, params=None, data=None, headers=None, **options):
        return self.send_like(
            super(), method=method, url=url, params=params, data=data, headers=headers, **options
        )

    def close(self):
        if self.given is None:
            super().close()

# %% partage
class SharedLimiter(RateLimiter):
    def __init__(self, rate: int, period: float = 1.0) -> None:
        super().__init__(rate, period)
        self._changed = threading.Condition()

    def acquire(self) -> None:
        with self._changed:
            while (missing := self._missing()) > 0:
                self._changed.wait(missing)
            self._leave()

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, kind, value, trace) -> bool:
        return False

    def __call__(self, function):
        def limited(*args, **kwargs):
            self.acquire()
            return function(*args, **kwargs)

        limited.__name__ = function.__name__
        limited.__doc__ = function.__doc__
        return limited
