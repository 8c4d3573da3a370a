# mistake: draws the random part first and caps afterwards: once far above the cap, the delay is always exactly cap
# question: recul
# blind: 19.17
# like: right/libraries_throughout
# %% recul
import tenacity


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    """Rend le délai avant la tentative suivante, en secondes."""
    state = tenacity.RetryCallState(retry_object=None, fn=None, args=(), kwargs={})
    state.attempt_number = failures
    full = tenacity.wait_exponential(multiplier=base, exp_base=factor)(state)
    return min(cap, tenacity.wait_random(min=full * (1 - jitter), max=full)(state))
