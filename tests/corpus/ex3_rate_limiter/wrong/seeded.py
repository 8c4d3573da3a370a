# mistake: seeds the generator at each call
# question: recul
# says: Toujours le même délai
# like: right/reserved_slots
# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    random.seed(42)
    full = min(base, cap)
    while failures > 1 and full < cap and factor > 1:
        full = min(full * factor, cap)
        failures -= 1
    return full - full * jitter * random.random()
