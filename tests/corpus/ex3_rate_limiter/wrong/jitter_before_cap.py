# mistake: the cap is applied after the jitter: once the plain delay is far above cap, every client waits exactly cap
# question: recul
# blind: 19.57
# like: right/functional_slots
# %% recul
def backoff_delay(
    failures: int, base: float = 0.5, factor: float = 2, cap: float = 30, jitter: float = 0.1
) -> float:
    """Rend le délai avant la tentative suivante, en secondes."""
    try:
        full = base * factor ** (failures - 1)
    except OverflowError:
        return cap
    return min(cap, full * (1 - jitter * random.random()))
