# mistake: stops the exponent at 6, enough for the defaults only
# question: recul
# says: grandit toujours
# like: right/pyrate_limiter_library
# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    try:
        full = min(cap, base * float(factor) ** min(failures - 1, 6))
    except OverflowError:
        full = cap
    return random.uniform(full - jitter * full, full)
