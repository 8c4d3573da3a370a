# mistake: cap is not applied
# question: recul
# says: cap n'est pas appliqué
# like: right/pyrate_limiter_library
# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    try:
        full = base * float(factor) ** (failures - 1)
    except OverflowError:
        full = cap
    return random.uniform(full - jitter * full, full)
