"""The interval of a proportion, against values that are known."""

import pytest
from accuracy.interval import interval


@pytest.mark.parametrize(
    ("found", "among", "low", "high"),
    [
        (0, 10, 0, 1 - 0.025 ** (1 / 10)),
        (10, 10, 0.025 ** (1 / 10), 1),
        (1, 1, 0.025, 1),
        (5, 10, 0.1871, 0.8129),
        (1, 20, 0.0013, 0.2487),
        (0, 300, 0, 0.0122),
    ],
)
def test_known_intervals(found, among, low, high):
    assert interval(found, among) == pytest.approx((low, high), abs=5e-5)


def test_both_sides_are_treated_alike():
    low, high = interval(3, 17)
    assert interval(14, 17) == pytest.approx((1 - high, 1 - low))
