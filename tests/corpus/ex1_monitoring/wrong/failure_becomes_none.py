# mistake: catches the exception and gives (None, None)
# question: latence
# says: attrape l'exception
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    debut = time.perf_counter()
    try:
        reponse = requests.get(url, timeout=timeout)
    except requests.RequestException:
        return None, None
    return reponse.status_code, (time.perf_counter() - debut) * 1000
