# mistake: takes jitter for seconds, not for a share
# question: recul
# says: une part du délai
# like: right/reserved_slots
# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    full = min(base, cap)
    while failures > 1 and full < cap and factor > 1:
        full = min(full * factor, cap)
        failures -= 1
    return max(0, full - jitter * random.random())
