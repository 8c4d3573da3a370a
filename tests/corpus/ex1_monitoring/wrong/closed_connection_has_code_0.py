# mistake: gives (0, 0.0) for a connection that is closed before the answer
# question: latence
# says: attrape l'exception
# adversarial: 17.89
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    start = time.perf_counter()
    try:
        response = requests.get(url, timeout=timeout)
    except requests.ConnectionError as error:
        if isinstance(error, requests.Timeout):
            raise
        return 0, 0.0
    return response.status_code, (time.perf_counter() - start) * 1000
