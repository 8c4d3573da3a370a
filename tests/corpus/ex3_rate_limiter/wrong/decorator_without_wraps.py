# mistake: hand-written decorator without functools.wraps: the decorated function loses its name and its documentation
# question: partage
# blind: 19.7
# like: right/functional_slots
# %% partage
from contextlib import ContextDecorator
from threading import Condition


class SharedLimiter(RateLimiter, ContextDecorator):
    """Un RateLimiter pour plusieurs threads, qui s'emploie aussi avec with et comme décorateur."""

    def __init__(self, rate: int, period: float = 1.0) -> None:
        super().__init__(rate, period)
        self._changed = Condition()

    @contextmanager
    def _reserved(self) -> Iterator[float]:
        with self._changed:
            self._changed.wait_for(lambda: self._slots)
            ready = again = heapq.heappop(self._slots)
        try:
            yield ready
            again = perf_counter() + self._period + MARGIN
        finally:
            with self._changed:
                heapq.heappush(self._slots, again)
                self._changed.notify()

    def __enter__(self) -> "SharedLimiter":
        self.acquire()
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def __call__(self, function):
        def wrapper(*args, **kwargs):
            with self:
                return function(*args, **kwargs)

        return wrapper
