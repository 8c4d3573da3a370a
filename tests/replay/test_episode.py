"""Following an episode: the state that a server would be in."""

import pytest

from grader.replay.episode import Follower
from grader.replay.http import Request

URL = "https://httpbin.org/x"


@pytest.fixture
def follower(recorded):
    """Return a follower of an episode, given as (method, status) pairs."""
    return lambda *steps: Follower([recorded("c", method, URL, status) for method, status in steps])


def statuses(follower, *methods):
    return [play.answer.status if (play := follower.play(Request(m, URL))) else None for m in methods]


STATEFUL = (("GET", 200), ("DELETE", 204), ("GET", 404))


def test_the_recorded_order_is_followed(follower):
    assert statuses(follower(*STATEFUL), "GET", "DELETE", "GET") == [200, 204, 404]


def test_reading_again_before_the_change_shows_the_state_before_it(follower):
    assert statuses(follower(*STATEFUL), "GET", "GET", "DELETE", "GET", "GET") == [200, 200, 204, 404, 404]


def test_a_step_left_out_is_passed_over(follower):
    assert statuses(follower(*STATEFUL), "DELETE", "GET") == [204, 404]


def test_polling_advances_and_ends_on_the_last_answer(follower):
    assert statuses(follower(("GET", 202), ("GET", 202), ("GET", 200)), *["GET"] * 4) == [202, 202, 200, 200]


def test_the_same_change_twice_gives_both_answers(follower):
    assert statuses(follower(("POST", 201), ("POST", 409)), "POST", "POST", "POST") == [201, 409, 409]


def test_changes_in_another_order_each_keep_their_answer(recorded):
    urls = [f"{URL}/{number}" for number in range(3)]
    follower = Follower([recorded("c", "POST", url, 201, answer=url) for url in urls])
    played = [follower.play(Request("POST", url)).request.url for url in reversed(urls)]
    assert played == list(reversed(urls))


def test_what_the_episode_does_not_hold_is_not_played(follower):
    assert statuses(follower(*STATEFUL), "PATCH") == [None]
