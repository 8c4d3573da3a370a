# mistake: tries again after a 503 only
# question: abandon
# says: Tous les 5xx se recommencent
# like: right/beginner_in_french
# %% abandon
def send(session, limiter, method, url, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, **options):
    if "timeout" not in options:
        options["timeout"] = 10
    peut_etre_repetee = method.upper() not in ["POST", "PATCH"]
    echecs = 0
    while True:
        limiter.acquire()
        reponse = None
        try:
            reponse = session.request(method, url, **options)
        except requests.exceptions.RequestException:
            if not peut_etre_repetee:
                raise
        if reponse is not None:
            if reponse.status_code == 429:
                pass
            elif reponse.status_code == 503 and peut_etre_repetee:
                pass
            else:
                return reponse
        echecs = echecs + 1
        if echecs == max_attempts:
            raise GaveUp("abandon", response=reponse)
        delai = None
        if reponse is not None:
            delai = retry_after(reponse)
        if delai is None:
            delai = backoff_delay(echecs, base, factor, cap, jitter)
        time.sleep(delai)
