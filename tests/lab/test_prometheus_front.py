"""What the front changes in a request before Prometheus gets it."""

import pytest

from grader.lab.prometheus.front import held
from grader.replay.stopped_clock import NOW

PRESENT = 2_000_000_000.0


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/api/v1/query?query=up", f"/api/v1/query?query=up&time={NOW:.0f}"),
        ("/api/v1/query?query=up&time=5", "/api/v1/query?query=up&time=5"),
        (f"/api/v1/query?query=up&time={PRESENT}", f"/api/v1/query?query=up&time={NOW:.0f}"),
        ("/api/v1/query", f"/api/v1/query?time={NOW:.0f}"),
        ("/api/v1/alerts", "/api/v1/alerts"),
        ("/api/v1/label/a%20b/values?match[]=up", "/api/v1/label/a%20b/values?match[]=up"),
    ],
)
def test_target(target, expected):
    assert held(target, b"", PRESENT, form=False) == (expected, b"")


def test_form():
    target, body = held("/api/v1/query", f"query=up&time={PRESENT}".encode(), PRESENT, form=True)
    assert (target, body) == ("/api/v1/query", f"query=up&time={NOW:.0f}".encode())
