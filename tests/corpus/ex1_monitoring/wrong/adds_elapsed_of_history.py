# mistake: adds response.elapsed of every redirection, but never counts the bodies
# question: latence
# says: response.elapsed
# like: right/pandas_everywhere
# %% latence
def timed_get(url, timeout=5):
    response = requests.get(url, timeout=timeout)
    answers = [*response.history, response]
    return response.status_code, sum(r.elapsed.total_seconds() for r in answers) * 1000
