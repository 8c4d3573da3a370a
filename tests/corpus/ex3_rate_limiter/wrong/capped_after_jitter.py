# mistake: the cap is applied after the random draw, so that the draw of long delays is biased: often exactly cap, never near cap × (1 − jitter)
# question: recul
# blind: 20.0
# like: right/procedural_wrapper
# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    """Rend le délai avant la tentative suivante, en secondes."""
    plein = base
    n = 1
    while n < failures and plein < cap:
        plein = plein * factor
        n = n + 1
    delai = random.uniform(plein * (1 - jitter), plein)
    if delai > cap:
        delai = cap
    return delai
