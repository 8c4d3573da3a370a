# mistake: rounds the duration to two decimals while still in seconds, so the latency is only right to 5 ms (statement: 1 ms)
# question: latence
# says: arrondie au centième
# blind: 20.0
# like: right/one_liners
# %% latence
from time import perf_counter

from requests import get, post


def timed_get(url, timeout=5):
    t0 = perf_counter()
    return get(url, timeout=timeout).status_code, round(perf_counter() - t0, 2) * 1000
