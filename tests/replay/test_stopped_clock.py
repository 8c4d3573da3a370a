"""Moments told by a clock that stands still."""

import pytest

from grader.replay.http import Request
from grader.replay.matching import differences, matches
from grader.replay.stopped_clock import NOW, settled, told

PRESENT = 2_000_000_000.25  # 18 May 2033, 03:33:20 UTC
HOUR = 3600
RANGE = "http://prometheus:9090/api/v1/query_range"


def asked(start, end, url=RANGE, **others):
    others = "".join(f"&{name}={value}" for name, value in others.items())
    return Request("GET", f"{url}?query=up&start={start}&end={end}{others}")


@pytest.fixture(autouse=True)
def present(monkeypatch):
    monkeypatch.setattr("time.time", lambda: PRESENT)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"end": PRESENT}, {"end": NOW}),
        ({"end": PRESENT - 20}, {"end": NOW}),  # it took the request a while to arrive
        ({"time": PRESENT - HOUR - 3}, {"time": NOW - HOUR}),
        (
            {"start": PRESENT - HOUR - 20.5, "end": PRESENT - 20.5},
            {"start": NOW - HOUR, "end": NOW},
        ),
        ({"start": PRESENT - 90.0, "end": PRESENT}, {"start": NOW - 90, "end": NOW}),
        ({"start": NOW - HOUR, "end": NOW}, {"start": NOW - HOUR, "end": NOW}),
        ({"time": 0}, {"time": 0}),
        ({"time": "2033-05-18T03:33:20Z"}, {"time": NOW}),
    ],
)
def test_moments(fields, expected):
    moved = settled([(name, str(value)) for name, value in fields.items()], PRESENT)
    assert {name: float(value) for name, value in moved} == expected


@pytest.mark.parametrize("value", ["demain", "", "nan", "2026-13-45T00:00:00Z", "2026"])
def test_what_is_no_moment_near_the_present_stays(value):
    assert settled([("time", value), ("query", f"{PRESENT}")], PRESENT) == [
        ("time", value),
        ("query", f"{PRESENT}"),
    ]


def test_moments_in_words():
    fields = [("start", str(PRESENT - HOUR)), ("end", str(PRESENT)), ("time", str(NOW - 1800))]
    assert [value for _, value in told(fields, PRESENT)] == [
        "60 min avant « end »",
        "maintenant",
        "il y a 30 min",
    ]


def test_the_last_hour_is_the_same_on_any_day():
    assert matches(asked(PRESENT - HOUR, PRESENT), asked(NOW - HOUR, NOW))


def test_to_ask_for_now_is_to_ask_without_a_moment():
    query = "http://prometheus:9090/api/v1/query?query=up"
    assert matches(Request("GET", f"{query}&time={PRESENT}"), Request("GET", query))


def test_another_span_is_told_in_minutes():
    assert differences(asked(PRESENT - 2 * HOUR, PRESENT), asked(NOW - HOUR, NOW)) == [
        "paramètre « start » : 120 min avant « end » au lieu de 60 min avant « end »"
    ]


def test_another_hour_is_no_match():
    assert differences(asked(PRESENT - 2 * HOUR, PRESENT - HOUR), asked(NOW - HOUR, NOW)) == [
        "paramètre « end » : il y a 60 min au lieu de maintenant"
    ]


def test_forms_are_compared_alike():
    form = (("Content-Type", "application/x-www-form-urlencoded"),)
    sent = Request("POST", RANGE, form, f"query=up&end={PRESENT}".encode())
    assert matches(sent, Request("POST", RANGE, form, f"query=up&end={NOW}".encode()))


def test_other_services_keep_their_moments():
    url = "https://api.example.com/audit"
    assert not matches(asked(PRESENT - HOUR, PRESENT, url), asked(NOW - HOUR, NOW, url))
