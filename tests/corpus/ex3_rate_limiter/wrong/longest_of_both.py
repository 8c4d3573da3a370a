# mistake: waits the longer of Retry-After and the backoff
# question: abandon
# says: tout de suite
# like: right/pyrate_limiter_library
# %% abandon
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Policy:
    max_attempts: int = 5
    base: float = 0.5
    factor: float = 2
    cap: float = 30
    jitter: float = 0.1

    def pause(self, failures, response):
        asked = None if response is None else retry_after(response)
        return max(asked or 0, backoff_delay(failures, self.base, self.factor, self.cap, self.jitter))

    def retries(self, method, response):
        safe = method.upper() in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")
        if response is None:
            return safe
        return response.status_code == 429 or (safe and response.status_code >= 500)


def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    policy = Policy(max_attempts, base, factor, cap, jitter)
    options.setdefault("timeout", 10)
    for failures in range(1, policy.max_attempts + 1):
        limiter.acquire()
        try:
            response = session.request(method, url, **options)
        except (requests.ConnectionError, requests.Timeout):
            response = None
            if not policy.retries(method, None):
                raise
        if not policy.retries(method, response):
            return response
        if failures < policy.max_attempts:
            time.sleep(policy.pause(failures, response))
    raise GaveUp("abandon", response=response)
