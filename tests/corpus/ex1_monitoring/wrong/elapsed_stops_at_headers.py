# mistake: takes response.elapsed, which ends at the headers of the last answer
# question: latence
# says: response.elapsed
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    response = requests.get(url, timeout=timeout)
    return response.status_code, response.elapsed.total_seconds() * 1000
