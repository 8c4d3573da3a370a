# mistake: stream=True without reading the body
# question: latence
# says: stream=True
# like: right/class_with_auth_object
# %% latence
def timed_get(url, timeout=5):
    start = time.perf_counter()
    with requests.get(url, timeout=timeout, stream=True) as response:
        return response.status_code, (time.perf_counter() - start) * 1000
