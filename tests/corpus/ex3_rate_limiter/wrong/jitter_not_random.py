# mistake: takes the share of jitter off, without any chance
# question: recul
# says: Toujours le même délai
# like: right/beginner_in_french
# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    delai = base
    for numero in range(failures - 1):
        delai = delai * factor
        if delai >= cap:
            break
    if delai > cap:
        delai = cap
    plus_petit = delai * (1 - jitter)
    return plus_petit
