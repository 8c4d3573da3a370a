# mistake: knows 502, 503 and 504 only
# question: abandon
# says: Tous les 5xx se recommencent
# like: right/requests_ratelimiter_mixin
# %% abandon
def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    options.setdefault("timeout", 10)
    again = {429}
    if method.upper() in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE"):
        again |= {502, 503, 504}
    for number in range(1, max_attempts + 1):
        limiter.acquire()
        response = pause = None
        try:
            response = session.request(method, url, **options)
        except (requests.ConnectionError, requests.Timeout):
            if 503 not in again:
                raise
        else:
            if response.status_code not in again:
                return response
            pause = retry_after(response)
        if number < max_attempts:
            if pause is None:
                pause = backoff_delay(number, base, factor, cap, jitter)
            time.sleep(pause)
    raise GaveUp("abandon", response=response)
