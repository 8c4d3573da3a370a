# mistake: GaveUp.response is the last response received, even when the last attempt got none 
# question: abandon
# blind: 19.75
# like: right/functional_slots
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
        last = None
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
                last = response
            if attempt == self.max_attempts:
                raise GaveUp(f"abandon après {attempt} tentative(s)", response=last) from error
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
