# mistake: raises base times factor to the power
# question: recul
# says: élevé à la puissance
# like: right/beginner_in_french
# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    try:
        delai = min(cap, (base * factor) ** (failures - 1))
    except OverflowError:
        delai = cap
    return random.uniform(delai * (1 - jitter), delai)
