# style: functional and modern: heap of reserved slots, contextmanager, slotted dataclasses, closures, Condition/Event.wait, perf_counter imported by name, HTTPAdapter subclass that retries inside send(), ContextDecorator
# blind: 18.2
# %% debit
import heapq
import math
from contextlib import contextmanager
from collections.abc import Iterator
from threading import Event
from time import perf_counter

MARGIN = 0.005  # petite marge de sécurité, en secondes


def pause_until(moment: float) -> None:
    """Dort jusqu'à cet instant de perf_counter, jamais moins."""
    never = Event()
    while (left := moment - perf_counter()) > 0:
        never.wait(min(left, 3600.0))


class RateLimiter:
    """Laisse partir rate requêtes par fenêtre glissante de period secondes.

    Un tas de `rate` créneaux : chacun dit à partir de quand il peut resservir.
    """

    def __init__(self, rate: int, period: float = 1.0) -> None:
        self._period = period
        self._slots: list[float] = [-math.inf] * rate

    @contextmanager
    def _reserved(self) -> Iterator[float]:
        """Réserve le créneau libre le plus tôt ; s'il n'a pas servi, le rend tel quel."""
        ready = again = heapq.heappop(self._slots)
        try:
            yield ready
            again = perf_counter() + self._period + MARGIN
        finally:
            heapq.heappush(self._slots, again)

    def acquire(self) -> None:
        """Attend que la requête suivante puisse partir, et compte son départ."""
        with self._reserved() as ready:
            pause_until(ready)
# %% attendre
import re
from datetime import datetime, timezone


def retry_after(response: requests.Response) -> float | None:
    """Rend le délai demandé par Retry-After, en secondes, ou None s'il n'y en a pas de lisible."""
    text = response.headers.get("Retry-After")
    if text is None:
        return None
    try:
        if re.fullmatch(r"[0-9]+", text.strip()):
            return int(text)
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone.utc)
        left = moment - datetime.now(tz=timezone.utc)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return max(0.0, left.total_seconds())
# %% recul
def backoff_delay(
    failures: int, base: float = 0.5, factor: float = 2, cap: float = 30, jitter: float = 0.1
) -> float:
    """Rend le délai avant la tentative suivante, en secondes."""
    try:
        full = min(cap, base * factor ** (failures - 1))
    except OverflowError:
        full = cap if base > 0 else 0
    return full * (1 - jitter * random.random())
# %% abandon
from collections.abc import Callable
from dataclasses import dataclass

IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})


@dataclass(frozen=True, slots=True)
class Policy:
    """Les réglages des nouvelles tentatives."""

    max_attempts: int = 5
    base: float = 0.5
    factor: float = 2
    cap: float = 30
    jitter: float = 0.1

    def delay(self, failures: int, response: requests.Response | None) -> float:
        asked = None if response is None else retry_after(response)
        if asked is not None:
            return asked
        return backoff_delay(failures, self.base, self.factor, self.cap, self.jitter)

    def persist(
        self,
        limiter: RateLimiter,
        method: str,
        once: Callable[[], requests.Response],
        on_failure: Callable[[requests.Response], object] = lambda response: response.content,
    ) -> requests.Response:
        """Appelle once() jusqu'à une réponse à rendre, ou lève GaveUp."""
        idempotent = method.upper() in IDEMPOTENT
        for attempt in range(1, self.max_attempts + 1):
            limiter.acquire()
            response, error = None, None
            try:
                response = once()
            except (requests.ConnectionError, requests.Timeout) as caught:
                if not idempotent:
                    raise
                error = caught
            failed_at = perf_counter()
            if response is not None:
                code = response.status_code
                if not (code == 429 or (idempotent and 500 <= code <= 599)):
                    return response
                on_failure(response)
            if attempt == self.max_attempts:
                raise GaveUp(f"abandon après {attempt} tentative(s)", response=response) from error
            pause_until(failed_at + self.delay(attempt, response))


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
    options = {"timeout": 10, **options}
    policy = Policy(max_attempts, base, factor, cap, jitter)
    return policy.persist(limiter, method, lambda: session.request(method, url, **options))
# %% session
from requests.adapters import HTTPAdapter
from requests.cookies import extract_cookies_to_jar


class PersistentAdapter(HTTPAdapter):
    """Un adaptateur qui recommence dans send(), par ses connexions ou celles d'un autre."""

    def __init__(self, owner, limiter, policy: Policy, lender: requests.Session | None = None) -> None:
        self._owner, self._limiter, self._policy, self._lender = owner, limiter, policy, lender
        super().__init__()

    def send(self, request, **options):
        if self._lender is None:
            transmit = super().send
        else:
            transmit = self._lender.get_adapter(request.url).send

        def keep(response: requests.Response) -> None:
            """Garde les cookies d'une réponse manquée, et libère sa connexion."""
            extract_cookies_to_jar(self._owner.cookies, request, response.raw)
            response.content

        return self._policy.persist(
            self._limiter, request.method, lambda: transmit(request, **options), keep
        )


class LimitedSession(requests.Session):
    """Une session qui respecte un débit et recommence ce qui peut l'être."""

    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        self._lender = session
        if session is not None:
            for name in requests.Session.__attrs__:
                if name != "adapters":
                    setattr(self, name, getattr(session, name))
        policy = Policy(max_attempts, base, factor, cap, jitter)
        for prefix in ("https://", "http://"):
            self.mount(prefix, PersistentAdapter(self, limiter, policy, session))

    def request(self, method, url, params=None, data=None, *others, **options):
        """Envoie une requête, par son tour, autant de fois qu'il le faut."""
        if len(others) < 5:  # timeout est le cinquième des suivants
            options.setdefault("timeout", 10)
        return super().request(method, url, params, data, *others, **options)

    def close(self):
        """Ferme la session, si c'est celle-ci qui l'a ouverte."""
        if self._lender is None:
            super().close()
# %% partage
from contextlib import ContextDecorator
from threading import Condition


class SharedLimiter(RateLimiter, ContextDecorator):
    """Un RateLimiter pour plusieurs threads, qui s'emploie aussi avec with et comme décorateur."""

    def __init__(self, rate: int, period: float = 1.0) -> None:
        super().__init__(rate, period)
        self._changed = Condition()

    @contextmanager
    def _reserved(self) -> Iterator[float]:
        with self._changed:
            self._changed.wait_for(lambda: self._slots)
            ready = again = heapq.heappop(self._slots)
        try:
            yield ready
            again = perf_counter() + self._period + MARGIN
        finally:
            with self._changed:
                heapq.heappush(self._slots, again)
                self._changed.notify()

    def __enter__(self) -> "SharedLimiter":
        self.acquire()
        return self

    def __exit__(self, *error: object) -> None:
        return None
