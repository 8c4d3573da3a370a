# mistake: gives (latency, code) instead of (code, latency)
# question: latence
# says: inversé
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    debut = time.perf_counter()
    reponse = requests.get(url, timeout=timeout)
    return (time.perf_counter() - debut) * 1000, reponse.status_code
