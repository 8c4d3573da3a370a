# mistake: writes timeout=5 on the request instead of the parameter
# question: latence
# says: timeout=5
# like: right/class_with_auth_object
# %% latence
def timed_get(url, timeout=5):
    start = time.perf_counter()
    response = requests.get(url, timeout=5)
    return response.status_code, (time.perf_counter() - start) * 1000
