# mistake: Retry-After is followed after a 429 and a 503, but not after a 500
# question: abandon
# says: Le 500 portait un Retry-After
# like: right/wrapper_with_properties
# adversarial: 20
# %% abandon
REPEATABLE = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")
def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    options.setdefault("timeout", 10)
    idem = method.upper() in REPEATABLE
    for n in range(1, max_attempts + 1):
        limiter.acquire()
        response = delay = None
        try:
            response = session.request(method, url, **options)
        except (requests.ConnectionError, requests.Timeout):
            if not idem:
                raise
        else:
            s = response.status_code
            delay = retry_after(response) if s != 500 else None
            if not (s == 429 or (idem and s >= 500)):
                return response
        if n == max_attempts:
            raise GaveUp("abandon", response=response)
        sleep(backoff_delay(n, base, factor, cap, jitter) if delay is None else delay)
