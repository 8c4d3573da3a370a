# mistake: waits once more before it gives up
# question: abandon
# says: plus rien à attendre
# like: right/adapter_that_insists
# %% abandon
def persist(attempt, limiter, method, settings):
    """Appelle attempt, autant de fois que permis, jusqu'à une réponse à rendre."""
    max_attempts, *delays = settings
    safe = method.upper() not in ("POST", "PATCH")
    for failures in range(1, max_attempts + 1):
        limiter.acquire()
        response = None
        try:
            response = attempt()
        except (requests.ConnectionError, requests.Timeout):
            if not safe:
                raise
        else:
            if response.status_code != 429 and (response.status_code < 500 or not safe):
                return response
        asked = None if response is None else retry_after(response)
        time.sleep(backoff_delay(failures, *delays) if asked is None else asked)
    raise GaveUp("abandon", response=response)


def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    options.setdefault("timeout", 10)
    settings = (max_attempts, base, factor, cap, jitter)
    return persist(lambda: session.request(method, url, **options), limiter, method, settings)
