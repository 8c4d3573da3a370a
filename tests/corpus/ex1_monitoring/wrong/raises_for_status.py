# mistake: raise_for_status() turns a 404 or a 503 into an exception
# question: latence
# says: raise_for_status
# like: right/pandas_everywhere
# %% latence
def timed_get(url, timeout=5):
    start = time.monotonic()
    r = requests.get(url, timeout=timeout)
    r.raise_for_status()
    return r.status_code, 1000 * (time.monotonic() - start)
