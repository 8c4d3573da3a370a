# mistake: random.triangular in place of random.uniform: the middle comes up more often
# question: recul
# says: au milieu de l'intervalle
# like: right/wrapper_with_properties
# adversarial: 20
# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    try:
        full = min(cap, base * float(factor) ** (failures - 1))
    except OverflowError:
        full = cap
    return random.triangular(full * (1 - jitter), full)
