# mistake: draws the random share once, with the definition
# question: recul
# says: Toujours le même délai
# like: right/requests_ratelimiter_mixin
# %% recul
SHARE = random.random()


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    delay = base
    for _ in range(min(failures, 5000) - 1):
        delay = min(delay * factor, cap)
    delay = min(delay, cap)
    return delay * (1 - jitter * SHARE)
