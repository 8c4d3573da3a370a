# mistake: measures with time.time(), which follows the machine's clock
# question: latence
# says: horloge de la machine
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    debut = time.time()
    reponse = requests.get(url, timeout=timeout)
    return reponse.status_code, (time.time() - debut) * 1000
