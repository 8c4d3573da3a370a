# mistake: counts for the back-off only the failures that no Retry-After followed
# question: abandon
# blind: 19.5
# like: right/libraries_throughout
# %% abandon
import tenacity

IDEMPOTENT = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}


def send(
    session,
    limiter,
    method,
    url,
    max_attempts=5,
    base=0.5,
    factor=2,
    cap=30,
    jitter=0.1,
    **options,
):
    """Envoie une requête, recommence s'il le faut ; lève GaveUp après max_attempts tentatives."""
    options.setdefault("timeout", 10)
    idempotent = method.upper() in IDEMPOTENT

    def attempt():
        limiter.acquire()
        return session.request(method, url, **options)

    def must_retry(response):
        return response.status_code == 429 or (idempotent and 500 <= response.status_code < 600)

    def no_answer(error):
        return idempotent and isinstance(error, (requests.ConnectionError, requests.Timeout))

    failures = 0

    def delay(state):
        nonlocal failures
        if not state.outcome.failed:
            asked = retry_after(state.outcome.result())
            if asked is not None:
                return asked
        failures += 1
        return backoff_delay(failures, base, factor, cap, jitter)

    def release(state):
        if not state.outcome.failed:
            state.outcome.result().close()

    def give_up(state):
        message = f"{method} {url} : abandon après {state.attempt_number} tentatives"
        if state.outcome.failed:
            raise GaveUp(message) from state.outcome.exception()
        raise GaveUp(message, response=state.outcome.result())

    return tenacity.Retrying(
        stop=tenacity.stop_after_attempt(max_attempts),
        wait=delay,
        retry=tenacity.retry_if_result(must_retry) | tenacity.retry_if_exception(no_answer),
        before_sleep=release,
        retry_error_callback=give_up,
    )(attempt)
