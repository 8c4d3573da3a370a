# mistake: retry_after(r) or backoff_delay(...): Retry-After: 0 is taken for no header
# question: abandon
# blind: 19.75
# like: right/shortest
# %% abandon
from time import sleep


def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    idem = method.upper() in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")
    for n in range(1, max_attempts + 1):
        limiter.acquire()
        try:
            r = session.request(method, url, **{"timeout": 10} | options)
        except (requests.ConnectionError, requests.Timeout):
            if not idem:
                raise
            r = None
        if r is not None and r.status_code != 429 and not (idem and 500 <= r.status_code < 600):
            return r
        if n < max_attempts:
            sleep((r is not None and retry_after(r)) or backoff_delay(n, base, factor, cap, jitter))
    raise GaveUp(f"{method} {url} : {n} tentatives", response=r)
