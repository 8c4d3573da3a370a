# mistake: (3.05, timeout): the parameter bounds reading only
# question: latence
# says: connexion
# like: right/class_with_auth_object
# %% latence
def timed_get(url, timeout=5):
    start = time.perf_counter()
    response = requests.get(url, timeout=(3.05, timeout))
    return response.status_code, (time.perf_counter() - start) * 1000
