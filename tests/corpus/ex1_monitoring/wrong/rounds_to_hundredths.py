# mistake: rounds the seconds to hundredths before converting to milliseconds
# question: latence
# says: arrondie au centième
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    debut = time.perf_counter()
    reponse = requests.get(url, timeout=timeout)
    duree = round(time.perf_counter() - debut, 2)
    return reponse.status_code, duree * 1000
