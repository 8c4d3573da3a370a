# mistake: does not wait when the server asks nothing
# question: abandon
# says: sans attendre
# like: right/reserved_slots
# %% abandon
def send(
    session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options
):
    safe = method.upper() not in ("POST", "PATCH")
    options.setdefault("timeout", 10)

    def attempt(number):
        limiter.acquire()
        try:
            response = session.request(method, url, **options)
        except (requests.ConnectionError, requests.Timeout):
            if not safe:
                raise
            response = None
        if response is not None and not (
            response.status_code == 429 or (safe and 500 <= response.status_code < 600)
        ):
            return response
        if number >= max_attempts:
            raise GaveUp("plus de tentative", response=response)
        pause = None if response is None else retry_after(response)
        time.sleep(pause or 0)
        return attempt(number + 1)

    return attempt(1)
