"""The 95 % interval of a proportion."""

from collections.abc import Callable
from math import comb

TAIL = 0.025  # on either side


def interval(found: int, among: int) -> tuple[float, float]:
    """Return the exact interval of Clopper and Pearson: it covers the truth at least 95 times in 100.

    Its ends are the proportions under which seeing so many, or so few, has a chance of 2.5 %.
    """
    low = 0.0 if found == 0 else _root(lambda p: _at_least(found, among, p) - TAIL)
    high = 1.0 if found == among else _root(lambda p: TAIL - (1 - _at_least(found + 1, among, p)))
    return low, high


def _at_least(found: int, among: int, p: float) -> float:
    """The chance of at least ``found`` successes in ``among`` tries of chance ``p``."""
    return sum(comb(among, k) * p**k * (1 - p) ** (among - k) for k in range(found, among + 1))


def _root(rising: Callable[[float], float]) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return low
