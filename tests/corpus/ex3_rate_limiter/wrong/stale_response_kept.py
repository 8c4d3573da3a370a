# mistake: the response is set to None once before the loop, so a cut connection after a 503 reuses the old response (its Retry-After, and GaveUp.response)
# question: abandon
# blind: 19.5
# like: right/procedural_wrapper
# %% abandon
IDEMPOTENTES = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]


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
    idempotente = method.upper() in IDEMPOTENTES
    if "timeout" not in options:
        options["timeout"] = 10

    echecs = 0
    reponse = None
    while True:
        limiter.acquire()
        try:
            reponse = session.request(method, url, **options)
        except requests.exceptions.ConnectTimeout:
            if not idempotente:
                raise
        except requests.exceptions.ReadTimeout:
            if not idempotente:
                raise
        except requests.exceptions.ConnectionError:
            if not idempotente:
                raise

        if reponse is not None:
            code = reponse.status_code
            recommencer = False
            if code == 429:
                recommencer = True
            elif 500 <= code <= 599 and idempotente:
                recommencer = True
            if not recommencer:
                return reponse

        echecs = echecs + 1
        if echecs >= max_attempts:
            raise GaveUp(f"{method} {url} : abandon après {echecs} tentatives", response=reponse)

        delai = None
        if reponse is not None:
            delai = retry_after(reponse)
            reponse.close()
        if delai is None:
            delai = backoff_delay(echecs, base, factor, cap, jitter)
        time.sleep(delai)
