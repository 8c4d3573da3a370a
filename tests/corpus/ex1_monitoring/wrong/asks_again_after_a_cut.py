# mistake: asks once more when the answer is cut in the middle of its body
# question: latence
# says: nouvelle tentative
# adversarial: 20
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    start = time.perf_counter()
    try:
        response = requests.get(url, timeout=timeout)
    except requests.exceptions.ChunkedEncodingError:
        response = requests.get(url, timeout=timeout)
    return response.status_code, (time.perf_counter() - start) * 1000
