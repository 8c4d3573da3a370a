# mistake: changes the default of timeout to 10
# question: latence
# says: timed_get doit attendre 5 s
# adversarial: 20
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=10):
    start = time.perf_counter()
    response = requests.get(url, timeout=timeout)
    return response.status_code, (time.perf_counter() - start) * 1000
