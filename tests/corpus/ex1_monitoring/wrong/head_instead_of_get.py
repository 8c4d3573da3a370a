# mistake: asks with HEAD because only the code and the time are wanted
# question: latence
# says: HEAD
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    start = time.perf_counter()
    response = requests.head(url, timeout=timeout, allow_redirects=True)
    return response.status_code, (time.perf_counter() - start) * 1000
