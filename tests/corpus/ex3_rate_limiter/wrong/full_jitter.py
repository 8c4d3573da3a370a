# mistake: draws between 0 and the full delay
# question: recul
# says: jitter
# like: right/tenacity_retries
# %% recul
import tenacity


def full_delay(failures, base, factor, cap):
    state = tenacity.RetryCallState(None, None, (), {})
    state.attempt_number = failures
    return tenacity.wait_exponential(multiplier=base, exp_base=factor, max=cap)(state)


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    delay = full_delay(failures, base, factor, cap)
    return random.uniform(0, delay)
