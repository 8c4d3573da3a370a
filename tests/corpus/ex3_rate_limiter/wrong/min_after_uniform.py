# mistake: the cap is applied after the random draw, so long delays are nearly always exactly cap: no randomness left
# question: recul
# blind: 19.57
# like: right/shortest
# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    try:
        d = base * factor ** (failures - 1)
    except OverflowError:
        d = cap if base else 0
    return min(cap, random.uniform(d * (1 - jitter), d))
