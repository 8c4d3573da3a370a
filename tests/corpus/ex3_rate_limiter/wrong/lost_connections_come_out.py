# mistake: does not catch lost connections
# question: abandon
# says: ConnectionError
# like: right/backoff_library
# %% abandon
class Missed(Exception):
    """Une tentative à recommencer, et le délai avant la suivante."""

    def __init__(self, response, delay):
        self.response = response
        self.delay = delay


def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    options.setdefault("timeout", 10)
    idempotent = method.upper() in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")
    failures = 0

    def missed(response):
        nonlocal failures
        failures += 1
        asked = None if response is None else retry_after(response)
        return Missed(response, backoff_delay(failures, base, factor, cap, jitter) if asked is None else asked)

    @backoff.on_exception(
        backoff.runtime, Missed, value=lambda error: error.delay, max_tries=max_attempts, jitter=None
    )
    def attempt():
        limiter.acquire()
        try:
            response = session.request(method, url, **options)
        except requests.Timeout as error:
            if idempotent:
                raise missed(None) from error
            raise
        if response.status_code == 429 or (idempotent and response.status_code >= 500):
            raise missed(response)
        return response

    try:
        return attempt()
    except Missed as error:
        raise GaveUp("abandon", response=error.response) from error
