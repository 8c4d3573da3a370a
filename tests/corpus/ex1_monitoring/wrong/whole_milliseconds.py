# mistake: cuts the latency to an int, although latency_ms is a float
# question: latence
# says: un float
# adversarial: 20
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    start = time.perf_counter()
    response = requests.get(url, timeout=timeout)
    return response.status_code, int((time.perf_counter() - start) * 1000)
