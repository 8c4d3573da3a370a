# mistake: applies jitter to Retry-After
# question: abandon
# says: Retry-After
# like: right/condition_and_heap
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
            pause = asked * random.uniform(1 - jitter, 1) if asked is not None else backoff_delay(failures, base, factor, cap, jitter)
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
