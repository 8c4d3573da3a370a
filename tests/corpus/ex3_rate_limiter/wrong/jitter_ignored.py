# mistake: the random share is a tenth, whatever jitter
# question: recul
# says: jitter
# like: right/backoff_library
# %% recul
from itertools import islice

import backoff


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    delays = backoff.expo(base=factor, factor=base, max_value=cap)
    next(delays)
    full = next(islice(delays, failures - 1, None))
    return full * random.uniform(0.9, 1)
