# like: chloe
# %% latence
def timed_get(url, timeout=5):
    debut = time.time()
    response = requests.get(url, timeout=timeout)
    return response.status_code, (time.time() - debut) * 1000
