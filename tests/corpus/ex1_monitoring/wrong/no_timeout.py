# mistake: forgets timeout= on the request
# question: latence
# says: sans limite
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    debut = time.perf_counter()
    reponse = requests.get(url)
    return reponse.status_code, (time.perf_counter() - debut) * 1000
