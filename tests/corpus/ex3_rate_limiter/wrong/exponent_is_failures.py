# mistake: the exponent is failures
# question: recul
# says: l'exposant est failures - 1
# like: right/numpy_ring
# %% recul
GENERATOR = np.random.default_rng()


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    with np.errstate(over="ignore"):
        full = np.minimum(cap, base * np.power(float(factor), failures))
    return float(GENERATOR.uniform(full * (1 - jitter), full)) if jitter else float(full)
