# mistake: the cap is applied after the draw: within the bounds, but always exactly cap once the full delay is far above it (all clients come back together)
# question: recul
# blind: 19.57
# like: right/strategies
# %% recul
class BackoffStrategy(ABC):
    @abstractmethod
    def delay(self, failures: int) -> float: ...


class ExponentialBackoff(BackoffStrategy):
    def __init__(self, base, factor, cap, jitter):
        self._base = base
        self._factor = factor
        self._cap = cap
        self._jitter = jitter

    def full_delay(self, failures):
        if self._base == 0:
            return 0
        try:
            return self._base * self._factor ** (failures - 1)
        except OverflowError:
            return self._cap

    def delay(self, failures):
        full = self.full_delay(failures)
        return min(self._cap, random.uniform(full * (1 - self._jitter), full))


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    """Rend le délai avant la tentative suivante, en secondes."""
    return ExponentialBackoff(base, factor, cap, jitter).delay(failures)
