# mistake: reads timedelta.microseconds, which leaves whole seconds out
# question: latence
# says: total_seconds
# like: right/class_with_auth_object
# %% latence
from datetime import timedelta


def timed_get(url, timeout=5):
    start = time.perf_counter()
    response = requests.get(url, timeout=timeout)
    duration = timedelta(seconds=time.perf_counter() - start)
    return response.status_code, duration.microseconds / 1000
