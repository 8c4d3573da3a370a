# mistake: gives the latency in seconds
# question: latence
# says: en secondes
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    debut = time.perf_counter()
    reponse = requests.get(url, timeout=timeout)
    duree = time.perf_counter() - debut
    return reponse.status_code, duree
