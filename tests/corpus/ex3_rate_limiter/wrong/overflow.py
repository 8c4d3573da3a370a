# mistake: 2 ** 9999 does not fit a float
# question: recul
# says: OverflowError
# like: right/numpy_ring
# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    full = min(cap, base * factor ** (failures - 1))
    return random.uniform(full * (1 - jitter), full)
