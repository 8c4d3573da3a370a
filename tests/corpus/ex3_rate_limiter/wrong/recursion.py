# mistake: calls itself once for each failure
# question: recul
# says: RecursionError
# like: right/beginner_in_french
# %% recul
def delai_plein(echecs, base, factor, cap):
    if echecs == 1:
        return min(base, cap)
    return min(cap, factor * delai_plein(echecs - 1, base, factor, cap))


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    delai = delai_plein(failures, base, factor, cap)
    return random.uniform(delai * (1 - jitter), delai)
