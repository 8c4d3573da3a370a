# mistake: response is initialised once before the loop: after a connection error, the Retry-After and GaveUp.response are those of an earlier attempt
# question: abandon
# blind: 19.5
# like: right/strategies
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
        response = None
        while True:
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
