# mistake: obeys the Retry-After of a 429 only
# question: abandon
# says: non après un 429 seulement
# like: right/wrapper_with_properties
# %% abandon
REPEATABLE = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")
NO_ANSWER = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)


def must_try_again(method, response):
    if response.status_code == 429:
        return True
    return response.status_code >= 500 and method.upper() in REPEATABLE


def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    options = {"timeout": 10, **options}
    for failures in range(1, max_attempts + 1):
        limiter.acquire()
        try:
            response = session.request(method, url, **options)
        except NO_ANSWER:
            if method.upper() not in REPEATABLE:
                raise
            response = None
            delay = None
        else:
            if not must_try_again(method, response):
                return response
            delay = retry_after(response) if response.status_code == 429 else None
        if failures == max_attempts:
            raise GaveUp(f"{max_attempts} tentatives manquées : {method} {url}", response=response)
        if delay is None:
            delay = backoff_delay(failures, base, factor, cap, jitter)
        sleep(delay)
