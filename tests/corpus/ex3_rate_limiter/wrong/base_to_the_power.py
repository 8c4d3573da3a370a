# mistake: raises base to the power instead of factor
# question: recul
# says: à la puissance
# like: right/beginner_in_french
# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    delai = min(cap, base**failures)
    return random.uniform(delai * (1 - jitter), delai)
