# mistake: draws twice, so that short delays are rare
# question: recul
# says: aussi souvent
# like: right/condition_and_heap
# %% recul
from itertools import accumulate, repeat


def backoff_delay(
    failures: int, base: float = 0.5, factor: float = 2, cap: float = 30, jitter: float = 0.1
) -> float:
    *_, full = accumulate(repeat(factor, failures - 1), lambda delay, by: min(cap, delay * by), initial=min(base, cap))
    share = jitter * random.random() * random.random()
    return full * (1 - share)
