# like: alice
# %% latence
def timed_get(url, timeout=5):
    reponse = requests.get(url, timeout=timeout)
    return reponse.status_code, reponse.elapsed.total_seconds() * 1000
