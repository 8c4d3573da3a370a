# mistake: draws before it caps
# question: recul
# says: avant de plafonner
# like: right/adapter_that_insists
# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    full = base
    for _ in range(failures - 1):
        full *= factor
        if full > cap:
            break
    return min(full * (1 - jitter + jitter * random.random()), cap)
