# mistake: raises the last exception of requests instead of GaveUp
# question: abandon
# says: GaveUp qu'il faut
# like: right/numpy_ring
# %% abandon
def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    timeout = options.pop("timeout", 10)
    verb = method.upper()
    left = max_attempts
    while left > 0:
        left -= 1
        limiter.acquire()
        response, error = None, None
        try:
            response = session.request(method, url, timeout=timeout, **options)
        except (requests.exceptions.ConnectionError, requests.exceptions.Timeout) as caught:
            error = caught
        if error is not None and verb in {"POST", "PATCH"}:
            raise error
        if response is not None:
            code = response.status_code
            if code != 429 and (code < 500 or verb in {"POST", "PATCH"}):
                return response
        if left:
            delay = retry_after(response) if response is not None else None
            if delay is None:
                delay = backoff_delay(max_attempts - left, base=base, factor=factor, cap=cap, jitter=jitter)
            time.sleep(delay)
    if error is not None:
        raise error
    raise GaveUp("abandon", response=response)
