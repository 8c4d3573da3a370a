# mistake: starts at half a second whatever base is
# question: recul
# says: base
# like: right/numpy_ring
# %% recul
GENERATOR = np.random.default_rng()


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    with np.errstate(over="ignore"):
        full = np.minimum(cap, 0.5 * np.power(float(factor), failures - 1))
    return float(GENERATOR.uniform(full * (1 - jitter), full)) if jitter else float(full)
