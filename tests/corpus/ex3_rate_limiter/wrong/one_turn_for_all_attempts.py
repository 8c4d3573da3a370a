# mistake: only the first attempt takes its turn
# question: abandon
# says: Seule la première tentative
# like: right/tenacity_retries
# %% abandon
def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    options.setdefault("timeout", 10)
    idempotent = method.upper() in {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}

    def refused(response):
        return response.status_code == 429 or idempotent and response.status_code >= 500

    def lost(error):
        return idempotent and isinstance(error, requests.ConnectionError | requests.Timeout)

    def pause(state):
        asked = None if state.outcome.failed else retry_after(state.outcome.result())
        return backoff_delay(state.attempt_number, base, factor, cap, jitter) if asked is None else asked

    def give_up(state):
        raise GaveUp("abandon", response=None if state.outcome.failed else state.outcome.result())

    limiter.acquire()

    def attempt():
        return session.request(method, url, **options)

    retrying = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(max_attempts),
        wait=pause,
        retry=tenacity.retry_if_result(refused) | tenacity.retry_if_exception(lost),
        retry_error_callback=give_up,
    )
    return retrying(attempt)
