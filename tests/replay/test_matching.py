"""Which requests are the same, and what is said of those that are not."""

import pytest

from grader.replay.http import Request
from grader.replay.matching import differences, matches

URL = "https://api.example.com/users"
GITHUB = "https://api.github.com/user"
JSON = (("Content-Type", "application/json"),)
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


def request(method="GET", url=URL, headers=(), body=b""):
    return Request(method, url, tuple(headers), body)


def multipart(boundary, content=b"abc"):
    body = b"--%b\r\nContent-Disposition: form-data; name=f\r\n\r\n%b\r\n--%b--\r\n"
    headers = (("Content-Type", f"multipart/form-data; boundary={boundary}"),)
    return request("POST", headers=headers, body=body % (boundary.encode(), content, boundary.encode()))


@pytest.mark.parametrize(
    ("sent", "recorded"),
    [
        (request(url=f"{URL}?a=1&b=2"), request(url=f"{URL}?b=2&a=1")),
        (request(url="https://API.example.com/users"), request()),
        (request(url="https://api.example.com"), request(url="https://api.example.com/")),
        (request(body=b'{"a": 1, "b": [2]}', headers=JSON), request(body=b'{"b":[2],"a":1}', headers=JSON)),
        (request(body=b"a=1&b=2", headers=FORM), request(body=b"b=2&a=1", headers=FORM)),
        (multipart("0123"), multipart("abcd")),
        (
            request(headers=[("User-Agent", "MyApp/2.0")]),
            request(headers=[("User-Agent", "python-requests/2")]),
        ),
        (request(url=GITHUB, headers=[("Accept", "application/json")]), request(url=GITHUB)),
        (
            request("POST", headers=JSON, body=b"--" + b"0a" * 16 + b"\r\nabc"),
            request("POST", headers=JSON, body=b"--" + b"f1" * 16 + b"\r\nabc"),
        ),
        (request(headers=[("Cookie", "a=1; b=2")]), request(headers=[("cookie", "b=2; a=1")])),
    ],
)
def test_same_to_a_server(sent, recorded):
    assert differences(sent, recorded) == []
    assert matches(sent, recorded)


@pytest.mark.parametrize(
    ("sent", "recorded", "said"),
    [
        (request("POST"), request(), "méthode POST au lieu de GET"),
        (request(url="http://api.example.com/users"), request(), "protocole http au lieu de https"),
        (request(url="https://api.example.com:8443/users"), request(), "serveur api.example.com:8443"),
        (request(url=f"{URL}/7"), request(url=f"{URL}/123"), "chemin /users/7 au lieu de /users/123"),
        (request(url=f"{URL}?page=3"), request(url=f"{URL}?page=2"), "paramètre « page » : 3 au lieu de 2"),
        (request(url=f"{URL}?x"), request(), "paramètre « x » en trop"),
        (request(), request(url=f"{URL}?page=2"), "paramètre « page » absent"),
        (
            request("POST", headers=JSON, body=b'{"name": "Zo\\u00e9"}'),
            request("POST", headers=JSON, body=b'{"name": "John"}'),
            "champ « name » : Zoé au lieu de John",
        ),
        (
            request(headers=JSON, body=b'{"a": true}'),
            request(headers=JSON, body=b'{"a": 1}'),
            "true au lieu de 1",
        ),
        (request(headers=JSON, body=b"[1]"), request(headers=JSON, body=b"[2]"), "corps [1] au lieu de [2]"),
        (
            request(headers=FORM, body=b"a=1"),
            request(headers=JSON, body=b"{}"),
            "corps : formulaire au lieu de JSON",
        ),
        (request(body=b"x"), request(), "corps : octets bruts au lieu d'aucun"),
        (
            request(headers=FORM, body=b"a=1"),
            request(headers=JSON, body=b"{"),
            "corps : formulaire au lieu d'octets bruts",
        ),
        (multipart("0123", b"abc"), multipart("0123", b"abd"), "corps"),
        (
            request(),
            request(headers=[("Accept", "text/csv")]),
            "en-tête « Accept » : */* au lieu de text/csv",
        ),
        (
            request(headers=[("Accept", "text/html")]),
            request(headers=[("Accept", "application/json")]),
            "en-tête « Accept » : text/html",
        ),
        (request(headers=[("If-None-Match", '"1"')]), request(), "en-tête « If-None-Match » en trop"),
    ],
)
def test_a_difference_is_said(sent, recorded, said):
    assert said in " ; ".join(differences(sent, recorded))
    assert not matches(sent, recorded)


@pytest.mark.parametrize("name", ["Authorization", "X-API-Key", "X-Vault-Token"])
def test_credentials_count_and_are_never_shown(name):
    right, wrong = request(headers=[(name, "juste")]), request(headers=[(name.lower(), "faux")])
    assert differences(wrong, right) == [f"en-tête « {name} » différent"]
    assert differences(request(), right) == [f"en-tête « {name} » absent"]
    assert differences(right, request()) == [f"en-tête « {name} » en trop"]


def test_githubs_two_spellings_of_a_token_are_the_same():
    github = "https://api.github.com/user"
    new, former, other = (
        request(url=github, headers=[("Authorization", value)])
        for value in ("Bearer juste", "token juste", "token faux")
    )
    assert matches(former, new)
    assert not matches(other, new)
    assert not matches(*(request(headers=one.headers) for one in (former, new)))


@pytest.mark.parametrize("path", ["sys/health", "sys/seal-status", "auth/approle/login"])
def test_vault_reads_no_token_where_it_asks_for_none(path):
    known = request(url=f"https://vault.example.com/v1/{path}")
    assert matches(request(url=known.url, headers=[("X-Vault-Token", "juste")]), known)


def test_a_moment_may_be_spelt_in_several_ways_for_github():
    def asked(since, host="api.github.com"):
        return request(url=f"https://{host}/issues?since={since}")

    known = asked("2025-11-01T00:00:00Z")
    assert matches(asked("2025-11-01T00:00:00%2B00:00"), known)
    assert matches(asked("2025-11-01T01:00:00%2B01:00"), known)
    for other in ("2025-11-01T00:00:00", "2025-11-01T00:00:01Z", "hier"):
        assert not matches(asked(other), known)
    host = "api.example.com"
    assert not matches(asked("2025-11-01T00:00:00%2B00:00", host), asked("2025-11-01T00:00:00Z", host))


def test_a_session_cookie_counts_and_is_never_shown():
    one, other = request(headers=[("Cookie", "session=1")]), request(headers=[("Cookie", "session=2")])
    assert differences(one, other) == ["cookie « session » différent"]


def test_every_header_counts_for_a_service_that_repeats_them():
    one, other = ([("X-Perso", value), ("User-Agent", "python-requests/2.34")] for value in ("1", "2"))
    echo = "https://httpbin.org/headers"
    assert differences(request(url=echo, headers=one), request(url=echo, headers=other)) == [
        "en-tête « X-Perso » : 1 au lieu de 2"
    ]
    assert matches(request(headers=one), request(headers=other))


def test_json_that_is_none_is_compared_as_it_is():
    broken = request(headers=JSON, body=b"{")
    assert matches(broken, broken)
    assert not matches(broken, request(headers=JSON, body=b"{}"))


def test_long_values_are_cut():
    long = request(url=f"{URL}?q={'x' * 500}")
    assert len(differences(long, request(url=f"{URL}?q=1"))[0]) < 100
