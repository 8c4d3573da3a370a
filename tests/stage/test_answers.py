"""What a route answers."""

import re

import pytest
import requests

from grader.errors import UserError
from grader.stage import Answer


def test_a_route_answers_200_without_a_body(play, stage):
    answer = play(lambda: requests.get(stage.route("/health").url, timeout=1))
    assert answer.status_code == 200
    assert answer.reason == "OK"
    assert answer.content == b""
    assert "Content-Type" not in answer.headers


@pytest.mark.parametrize(
    ("fields", "media_type", "content"),
    [
        ({"json": {"é": [1, None]}}, "application/json", '{"é": [1, null]}'.encode()),
        ({"json": []}, "application/json", b"[]"),
        ({"text": "été"}, "text/plain; charset=utf-8", "été".encode()),
        ({"body": b"\x00\xff"}, "application/octet-stream", b"\x00\xff"),
    ],
)
def test_a_body_is_given_as_json_text_or_bytes(play, stage, fields, media_type, content):
    answer = play(lambda: requests.get(stage.route("/", **fields).url, timeout=1))
    assert answer.headers["Content-Type"] == media_type
    assert answer.content == content


def test_header_fields_are_added_or_replaced(play, stage):
    headers = {"Content-Type": "application/problem+json", "X-Trace": "7"}
    answer = play(lambda: requests.get(stage.route("/", json={}, headers=headers).url, timeout=1))
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["X-Trace"] == "7"


@pytest.mark.parametrize(("status", "reason"), [(418, "I'm a Teapot"), (599, "")])
def test_any_status_can_be_given(play, stage, status, reason):
    answer = play(lambda: requests.get(stage.route("/", status=status).url, timeout=1))
    assert (answer.status_code, answer.reason) == (status, reason)


@pytest.mark.parametrize("status", [204, 304])
def test_some_answers_have_no_body(play, stage, status):
    answer = play(lambda: requests.get(stage.route("/", status=status, json={"a": 1}).url, timeout=1))
    assert answer.content == b""
    assert "Content-Length" not in answer.headers


def test_an_answer_to_head_has_the_headers_of_the_body_and_no_body(play, stage):
    answer = play(lambda: requests.head(stage.route("/", json={"a": 1}).url, timeout=1))
    assert answer.content == b""
    assert answer.headers["Content-Length"] == "8"


def test_an_unknown_path_is_not_found(play, stage):
    answer = play(lambda: requests.get(stage.url + "/inconnu", timeout=1))
    assert answer.status_code == 404
    assert answer.json() == {"title": "Not Found", "status": 404}


def test_a_query_does_not_change_the_route(play, stage):
    url = stage.route("/users").url
    assert play(lambda: requests.get(url, params={"page": 2}, timeout=1).status_code) == 200


def test_two_slashes_are_another_path(play, stage):
    stage.route("/health")
    assert play(lambda: requests.get(stage.url + "//health", timeout=1).status_code) == 404
    assert stage.requests[0].path == "//health"


def test_a_route_may_answer_one_method_only(play, stage):
    url = stage.route("/users", method="POST", status=201).url
    assert play(lambda: requests.post(url, timeout=1).status_code) == 201
    assert play(lambda: requests.get(url, timeout=1).status_code) == 404


def test_a_later_route_takes_precedence(play, stage):
    stage.route("/", text="avant")
    stage.route("/", text="après")
    assert play(lambda: requests.get(stage.url + "/", timeout=1).text) == "après"


def test_answers_come_in_turn_and_the_last_one_for_ever(play, stage):
    url = stage.route("/", Answer(503), Answer(429), Answer(200)).url
    assert play(lambda: [requests.get(url, timeout=1).status_code for _ in range(5)]) == [
        503,
        429,
        200,
        200,
        200,
    ]


def test_an_answer_can_be_worked_out_from_the_request(play, stage):
    url = stage.route("/", respond=lambda seen: Answer(json={"got": seen.json["n"] + 1})).url
    assert play(lambda: requests.post(url, json={"n": 1}, timeout=1).json()) == {"got": 2}


def test_working_an_answer_out_may_fail_as_a_real_server_does(play, stage):
    url = stage.route("/", respond=lambda seen: Answer(json={"got": seen.json["n"] + 1})).url
    assert play(lambda: requests.post(url, data="pas du JSON", timeout=1).status_code) == 500
    assert stage.requests[0].status == 500


def test_redirections_are_followed(play, stage):
    stage.route("/fin", text="arrivé")
    url = stage.route("/debut", status=302, headers={"Location": "/fin"}).url
    assert play(lambda: requests.get(url, timeout=1).text) == "arrivé"
    assert [seen.status for seen in stage.requests] == [302, 200]


def test_a_reset_forgets_routes(play, stage):
    url = stage.route("/health").url
    stage.reset()
    assert play(lambda: requests.get(url, timeout=1).status_code) == 404


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("lent", {}, "commence par / : écrivez « /lent »"),
        ("/lent", {"delai": 1}, "n'a pas d'argument « delai » : elle connaît status, json, text"),
    ],
)
def test_a_mistaken_route_is_told_in_french(stage, path, fields, said):
    with pytest.raises(UserError, match=re.escape(said)):
        stage.route(path, **fields)


@pytest.mark.parametrize("wrong", [{"delay": "3"}, {"status": None}, {"pieces": ["a"]}, {"pause": True}])
def test_what_is_no_number_is_refused_at_once(stage, wrong):
    with pytest.raises(UserError, match="attend un nombre"):
        stage.route("/", **wrong)
