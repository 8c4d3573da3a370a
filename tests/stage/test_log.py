"""What the stage remembers of each request."""

import pytest
import requests

from grader.stage import Answer


@pytest.fixture
def seen(play, stage):
    """Return what sends one request and returns how the stage saw it."""
    stage.route("/")

    def send(method="GET", path="/", **options):
        play(lambda: requests.request(method, stage.url + path, **{"timeout": 1, **options}))
        return stage.requests[-1]

    return send


def test_method_path_and_target(seen):
    exchange = seen("DELETE", "/users/3?force=1")
    assert (exchange.method, exchange.path, exchange.target) == ("DELETE", "/users/3", "/users/3?force=1")


def test_each_parameter_of_the_query_has_a_list_of_values(seen):
    exchange = seen(params={"page": 2, "tag": ["a", "b"], "vide": "", "nom": "Zoé & co"})
    assert exchange.query == {"page": ["2"], "tag": ["a", "b"], "vide": [""], "nom": ["Zoé & co"]}


def test_no_query_is_no_parameter(seen):
    assert seen().query == {}


def test_header_names_are_found_in_any_case(seen):
    headers = seen(headers={"x-api-key": "abc"}).headers
    assert headers["X-Api-Key"] == headers["x-API-key"] == "abc"


def test_a_body_sent_as_json(seen):
    exchange = seen("POST", json={"nom": "Zoé"})
    assert exchange.json == {"nom": "Zoé"}
    assert exchange.headers["Content-Type"] == "application/json"


def test_a_body_sent_as_a_form(seen):
    exchange = seen("POST", data={"nom": "Zoé", "role": ["a", "b"]})
    assert exchange.form == {"nom": ["Zoé"], "role": ["a", "b"]}


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe\xfd", b"[" * 100_000])
def test_a_body_that_is_no_json_has_none(seen, body):
    exchange = seen("POST", data=body)
    assert exchange.json is None
    assert exchange.body == body


@pytest.mark.parametrize(("given", "logged"), [(2, 2), (None, None), ((1, 2.5), 2.5)])
def test_the_time_out_that_the_code_set_for_reading(seen, given, logged):
    assert seen(timeout=given).timeout == logged


def test_moments_on_the_clock(play, stage, clock):
    url = stage.route("/", delay=0.5, text="ab", pieces=2, pause=1).url
    clock.wait(10)
    play(lambda: requests.get(url, timeout=2))
    exchange = stage.requests[0]
    assert (exchange.at, exchange.ended, exchange.outcome) == (10, 12.5, "answered")


def test_an_answer_given_up_keeps_the_moment_of_giving_up(play, stage):
    url = stage.route("/", delay=30).url
    with pytest.raises(requests.ReadTimeout):
        play(lambda: requests.get(url, timeout=2))
    exchange = stage.requests[0]
    assert (exchange.status, exchange.ended, exchange.outcome) == (200, 2, "timeout")


def test_an_answer_that_nobody_waits_for_is_pending(play, stage):
    url = stage.route("/", text="ab", pieces=2, pause=1).url

    def leave_early():
        requests.get(url, stream=True, timeout=2).close()

    play(leave_early)
    assert stage.requests[0].outcome == "pending"


def test_a_route_knows_its_own_requests(play, stage):
    one, two = stage.route("/1"), stage.route("/2")
    play(lambda: [requests.get(url, timeout=1) for url in (one.url, two.url, two.url)])
    assert [len(one.requests), len(two.requests), len(stage.requests)] == [1, 2, 3]


def test_the_status_is_that_of_the_answer_given(play, stage):
    url = stage.route("/", Answer(503), Answer(200)).url
    play(lambda: [requests.get(url, timeout=1) for _ in range(2)])
    assert [exchange.status for exchange in stage.requests] == [503, 200]


def test_a_reset_forgets_the_log(play, stage, seen):
    seen()
    stage.reset()
    assert stage.requests == []
