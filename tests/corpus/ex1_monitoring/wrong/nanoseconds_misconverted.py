# mistake: divides nanoseconds by a thousand: microseconds
# question: latence
# says: microsecondes
# like: right/beginner_in_french
# %% latence
def timed_get(url, timeout=5):
    debut = time.perf_counter_ns()
    reponse = requests.get(url, timeout=timeout)
    return reponse.status_code, (time.perf_counter_ns() - debut) / 1000
