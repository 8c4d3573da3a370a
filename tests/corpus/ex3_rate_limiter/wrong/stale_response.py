# mistake: GaveUp keeps the response of an earlier attempt
# question: abandon
# says: tentative précédente
# like: right/ticket_queue
# %% abandon
def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    options.setdefault("timeout", 10)
    unsafe = method.lower() in ("post", "patch")
    numbers = iter(range(1, max_attempts + 1))
    pause = 0
    response = None
    for number in numbers:
        time.sleep(pause)
        limiter.acquire()
        pause = backoff_delay(number, base, factor, cap, jitter)
        try:
            response = session.request(method, url, **options)
        except requests.RequestException:
            if unsafe:
                raise
            continue
        status = response.status_code
        if not (status == 429 or (status >= 500 and not unsafe)):
            return response
        asked = retry_after(response)
        if asked is not None:
            pause = asked
    raise GaveUp("plus aucune tentative", response=response)
