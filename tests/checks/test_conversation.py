"""The conversation of a check: what was asked, answered, waited for, and what left too soon."""

import pytest
from requests.structures import CaseInsensitiveDict

from grader.checks.conversation import conversation
from grader.checks.requested_wait import requested_wait
from grader.clock import NANO
from grader.clock.clock import WALL_START
from grader.stage import Exchange

TWICE = """
import time, requests
def twice(url, pause):
    requests.get(url, timeout=5)
    time.sleep(pause)
    requests.get(url, timeout=5)
"""


def told(run_one, headers, pause, status=429):
    body = f"""
    student.twice(stage.route("/a", Answer(status={status}, headers={headers!r}), Answer()).url, {pause})
    assert False, "montrer"
    """
    return run_one("from grader.stage import Answer\n" + body.replace("\n    ", "\n"), TWICE).conversation


def test_a_request_that_waited_too_little_is_told(run_one):
    assert told(run_one, {"Retry-After": "3"}, 1) == [
        "[0 s]  GET /a → 429 en 0 s (timeout=5), Retry-After: 3",
        "[0 s]  attente de 1 s",
        "[1 s]  GET /a → 200 en 0 s (timeout=5) ; partie après 1 s, Retry-After demandait 3 s",
    ]


def test_a_request_that_waited_long_enough_is_not(run_one):
    assert told(run_one, {"retry-after": "3"}, 3)[-1] == "[3 s]  GET /a → 200 en 0 s (timeout=5)"


def test_a_date_is_read_on_the_wall_clock(run_one):
    date = "Mon, 05 Jan 2026 09:00:10 GMT"
    assert told(run_one, {"Retry-After": date}, 4)[-1].endswith(
        "partie après 4 s, Retry-After demandait 10 s"
    )


def test_a_quota_that_is_used_up_asks_to_wait_for_its_reset(run_one):
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(WALL_START // NANO + 60)}
    assert told(run_one, headers, 1, status=403)[-1].endswith(
        "partie après 1 s, X-RateLimit-Reset demandait 60 s"
    )
    assert "demandait" not in told(run_one, {**headers, "X-RateLimit-Remaining": "7"}, 1)[-1]


@pytest.mark.parametrize("value", ["bientôt".encode().decode("latin-1"), "-3", "", "3,5"])
def test_a_wait_that_cannot_be_read_asks_for_nothing(stage, value):
    refused = Exchange("GET", "/", CaseInsensitiveDict(), b"", at=0, connection=1)
    refused.sent["Retry-After"] = value
    assert requested_wait(refused, stage.clock) is None


def test_in_real_time_no_time_out_is_told(run):
    source = """
    @q(real_time=True)
    def test_a(student, stage):
        student.get(stage.route("/a").url)
        assert False
    """
    (result,) = run(source, "import requests\ndef get(url): requests.get(url, timeout=5)")
    (line,) = result.conversation
    assert line.split("  ")[1].startswith("GET /a → 200 en 0")
    assert "timeout" not in line


def test_nothing_happened(stage):
    assert conversation(stage, stage.clock) == []
