# mistake: switches the following of redirections off
# question: latence
# says: redirection
# like: right/pandas_everywhere
# %% latence
def timed_get(url, timeout=5):
    start = time.monotonic()
    r = requests.get(url, timeout=timeout, allow_redirects=False)
    return r.status_code, 1000 * (time.monotonic() - start)
