# mistake: grows by the same amount at each failure
# question: recul
# says: multiplié par factor
# like: right/pyrate_limiter_library
# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    try:
        full = min(cap, base * failures)
    except OverflowError:
        full = cap
    return random.uniform(full - jitter * full, full)
