# mistake: asks once more when the first answer is a 5xx, and times the second
# question: latence
# says: nouvelle tentative
# adversarial: 17.3
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    for attempt in range(2):
        start = time.perf_counter()
        response = requests.get(url, timeout=timeout)
        latency = (time.perf_counter() - start) * 1000
        if response.status_code < 500:
            break
    return response.status_code, latency
