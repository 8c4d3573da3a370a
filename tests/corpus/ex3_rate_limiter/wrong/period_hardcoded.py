# mistake: the slot is reused after a hard-coded second: period is stored but not used
# question: debit
# blind: 19.1
# like: right/functional_slots
# %% debit
import heapq
import math
from contextlib import contextmanager
from collections.abc import Iterator
from threading import Event
from time import perf_counter

MARGIN = 0.005  # petite marge de sécurité, en secondes


def pause_until(moment: float) -> None:
    """Dort jusqu'à cet instant de perf_counter, jamais moins."""
    never = Event()
    while (left := moment - perf_counter()) > 0:
        never.wait(min(max(left, 0.0005), 3600.0))


class RateLimiter:
    """Laisse partir rate requêtes par fenêtre glissante de period secondes.

    Un tas de `rate` créneaux : chacun dit à partir de quand il peut resservir.
    """

    def __init__(self, rate: int, period: float = 1.0) -> None:
        self._period = period
        self._slots: list[float] = [-math.inf] * rate

    @contextmanager
    def _reserved(self) -> Iterator[float]:
        """Réserve le créneau libre le plus tôt ; s'il n'a pas servi, le rend tel quel."""
        ready = again = heapq.heappop(self._slots)
        try:
            yield ready
            again = perf_counter() + 1.0 + MARGIN
        finally:
            heapq.heappush(self._slots, again)

    def acquire(self) -> None:
        """Attend que la requête suivante puisse partir, et compte son départ."""
        with self._reserved() as ready:
            pause_until(ready)
