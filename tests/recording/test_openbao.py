"""What OpenBao's answers hold of one moment and one start, settled."""

import json

from grader.recording.volatile import settled
from grader.replay.cassette import Interaction
from grader.replay.http import Answer, Request

TOKEN, ACCESSOR = "s.grXpA4dprQxcxOX8NOmriRB4", "gPePf47OnfOcYTfwMkzwrMCZ"
DATE = "Sun, 22 Nov 2026 19:36:00 GMT"


def exchange(body, path="secret/data/a", token="jeton", host="vault.example.com"):
    request = Request("GET", f"https://{host}/v1/{path}", (("X-Vault-Token", token),))
    text = json.dumps(body, separators=(",", ":")).encode()
    return Interaction("c", "0", request, Answer(200, "OK", (("Date", DATE), ("Content-Length", "1")), text))


def bodies(*exchanges):
    return [json.loads(one.answer.body) for one in settled(exchanges)]


def test_a_token_that_was_given_out_is_the_same_where_it_is_used():
    login = exchange({"auth": {"client_token": TOKEN, "accessor": ACCESSOR}})
    given, used = settled([login, exchange({}, token=TOKEN)])
    assert json.loads(given.answer.body)["auth"] == {
        "client_token": "s.JetonDeDemonstration0001",
        "accessor": "000000000000000000000001",
    }
    assert used.request.header("X-Vault-Token") == "s.JetonDeDemonstration0001"


def test_moments_keep_their_order_and_what_is_to_come_stays_ahead():
    early, late, end = "2026-11-22T19:36:00.5Z", "2026-11-22T19:36:00.500000001Z", "2026-11-22T20:36:01.9Z"
    (told,) = bodies(exchange([late, early, end]))
    assert told == [
        "2026-01-05T09:00:00.000000002Z",
        "2026-01-05T09:00:00.000000001Z",
        "2026-01-05T10:00:00.000000003Z",
    ]


def test_seconds_left_are_those_of_a_fresh_token():
    (told,) = bodies(exchange({"ttl": 3571, "creation_ttl": 3600, "creation_time": 1795376160}))
    assert told == {"ttl": 3600, "creation_ttl": 3600, "creation_time": 1767603600}


def test_the_length_is_that_of_what_is_kept():
    (one,) = settled([exchange({"created_time": "2026-11-22T19:36:00.5Z"})])
    assert one.answer.header("Content-Length") == str(len(one.answer.body))


def test_the_paths_of_capabilities_are_sorted():
    (one,) = settled([exchange({"b": ["read"], "a": ["deny"]}, "sys/capabilities-self")])
    assert one.answer.body == b'{"a":["deny"],"b":["read"]}'


def test_the_health_of_one_cluster_is_that_of_any():
    (told,) = bodies(exchange({"server_time_utc": 1795376160, "cluster_name": "vault-cluster-6fd41e6b"}))
    assert told == {"server_time_utc": 1767603600, "cluster_name": "vault-cluster-00000001"}


def test_other_services_keep_their_moments():
    body = {"created_at": "2017-10-10T16:00:00.5Z", "ttl": 3571}
    assert bodies(exchange(body, host="api.github.com")) == [body]
