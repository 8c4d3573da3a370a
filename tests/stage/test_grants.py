"""Questions about time, which come from untrusted code."""

import pytest

from grader.clock import Clock
from grader.stage.grants import MAX_SECONDS, MAX_WAITS


def test_a_sleep_is_granted(grants, clock):
    assert grants(["sleep", 2.5])["outcome"] == "slept"
    assert clock.sleeps == [2.5]


def test_the_reply_tells_the_time(grants, clock):
    reply = grants(["sleep", 1])
    assert reply["monotonic_ns"] == clock.monotonic_ns == Clock().monotonic_ns + 1_000_000_000
    assert reply["wall_ns"] == clock.wall_ns


@pytest.mark.parametrize(
    "question",
    [
        None,
        5,
        "sleep",
        {},
        [],
        ["sleep"],
        ["sleep", None, None],
        ["sleep", "1"],
        ["sleep", [1]],
        ["sleep", float("nan")],
        ["answer", "80", 1],
        ["answer", 80, "1"],
        ["connect", 127, 80, 1],
        ["connect", "pas une adresse", 80, 1],
        ["connect", "", 80, 1],
        ["connect", "127.0.0.1", None, 1],
        ["mark", 20],
    ],
)
def test_a_question_that_makes_no_sense_is_refused(grants, clock, question):
    with pytest.raises(ValueError):  # noqa: PT011 - the message is no promise
        grants(question)
    assert clock.waits == []


@pytest.mark.parametrize("seconds", [10**400, 1e300, float("inf")])
def test_no_wait_is_longer_than_some_years(grants, clock, seconds):
    grants(["sleep", seconds])
    assert clock.elapsed == MAX_SECONDS


def test_time_never_goes_back(grants, clock):
    grants(["sleep", -5])
    assert clock.elapsed == 0


def test_there_is_an_end_to_the_waits_of_a_check(grants, clock):
    outcomes = [grants(["sleep", 0])["outcome"] for _ in range(MAX_WAITS + 2)]
    assert outcomes[-3:] == ["slept", "endless", "endless"]
    assert len(clock.waits) == MAX_WAITS


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_the_stage_is_open_and_other_ports_refuse(grants, stage, host):
    assert grants(["connect", host, stage.port, 1])["outcome"] == "open"
    assert grants(["connect", host, 1, 1])["outcome"] == "refused"


@pytest.mark.parametrize("host", ["198.51.100.7", "2001:db8::1", "0.0.0.1"])
def test_any_other_address_is_unreachable(grants, host):
    assert grants(["connect", host, 80, 1])["outcome"] == "unreachable"


def test_documentation_addresses_are_silent(grants, clock):
    assert grants(["connect", "192.0.2.9", 80, 3])["outcome"] == "timeout"
    assert grants(["connect", "192.0.2.9", 80, None])["outcome"] == "never"
    assert clock.elapsed == 3
