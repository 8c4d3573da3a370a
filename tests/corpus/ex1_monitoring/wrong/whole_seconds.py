# mistake: rounds to whole seconds before converting to milliseconds
# question: latence
# says: secondes entières
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    start = time.monotonic()
    response = requests.get(url, timeout=timeout)
    seconds = int(time.monotonic() - start)
    return response.status_code, seconds * 1000
