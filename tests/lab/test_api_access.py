"""Who may read what of api.example.com, and what auth.example.com gives out."""

import base64

import pytest
from werkzeug.test import Client, TestResponse

from grader.lab import credentials
from grader.lab.site import create_site

AUTH = "https://auth.example.com"
GRANT = {"grant_type": "client_credentials", "client_id": "my-client-id", "client_secret": "my-secret"}
KEY = "your-api-key-here"


@pytest.fixture
def site() -> Client:
    return Client(create_site(), use_cookies=False)


def ask_token(site: Client, headers: dict | None = None, **fields: str | None) -> TestResponse:
    """Ask for a token, with these fields of the form changed or (None) left out."""
    form = {name: value for name, value in {**GRANT, **fields}.items() if value is not None}
    return site.post("/oauth/token", base_url=AUTH, data=form, headers=headers)


def revoke(site: Client, token: str, **fields: str) -> TestResponse:
    return site.post("/oauth/revoke", base_url=AUTH, data={**GRANT, "token": token, **fields})


def protected(site: Client, token: str) -> int:
    return site.get("/protected", headers={"Authorization": f"Bearer {token}"}).status_code


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def assert_refused(response: TestResponse, status: int, error: str) -> None:
    assert (response.status_code, response.json["error"]) == (status, error)
    assert response.json["error_description"].isascii()
    assert response.headers["Cache-Control"] == "no-store"


def test_a_token_opens_the_protected_page(site):
    answer = ask_token(site)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert (answer.json["token_type"], answer.json["expires_in"]) == ("Bearer", 3600)
    page = site.get("/protected", headers={"Authorization": f"Bearer {answer.json['access_token']}"})
    assert page.json["user"] == "my-client-id"


def test_every_token_is_another_one_and_the_same_at_every_start(site):
    tokens = [ask_token(site).json["access_token"] for _ in range(3)]
    assert len(set(tokens)) == 3
    fresh = Client(create_site(), use_cookies=False)
    assert [ask_token(fresh).json["access_token"] for _ in range(3)] == tokens
    assert set(tokens) <= credentials.listed()


def test_a_token_is_good_in_a_process_that_did_not_give_it(site):
    token = credentials.numbered_token(credentials.CLIENTS[0], 7)
    assert protected(site, token) == 200


def test_a_revoked_token_is_refused_and_the_others_are_not(site):
    first, second = (ask_token(site).json["access_token"] for _ in range(2))
    assert revoke(site, first).status_code == 200
    assert (protected(site, first), protected(site, second)) == (401, 200)


def test_a_token_that_was_revoked_before_its_turn_is_never_given(site):
    coming = credentials.numbered_token(credentials.CLIENTS[0], 1)
    revoke(site, coming)
    token = ask_token(site).json["access_token"]
    assert token != coming
    assert protected(site, token) == 200


def test_revoking_what_is_no_token_is_no_mistake(site):
    assert revoke(site, "jeton-inconnu").status_code == 200


def test_revoking_asks_who_the_client_is(site):
    token = ask_token(site).json["access_token"]
    assert_refused(revoke(site, token, client_secret="mauvais-secret"), 401, "invalid_client")
    assert protected(site, token) == 200


def test_credentials_may_come_by_basic_authentication(site):
    right, wrong = basic("my-client-id", "my-secret"), basic("my-client-id", "mauvais-secret")
    without = {"client_id": None, "client_secret": None}
    assert ask_token(site, right, **without).status_code == 200
    refused = ask_token(site, wrong, **without)
    assert_refused(refused, 401, "invalid_client")
    assert refused.headers["WWW-Authenticate"].startswith("Basic")


@pytest.mark.parametrize(
    ("fields", "status", "error"),
    [
        ({"client_secret": "mauvais-secret"}, 401, "invalid_client"),
        ({"client_id": "inconnu"}, 401, "invalid_client"),
        ({"client_secret": None}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": None}, 400, "invalid_request"),
        ({"grant_type": ""}, 400, "invalid_request"),
    ],
)
def test_a_wrong_request_is_refused_in_the_words_of_the_standard(site, fields, status, error):
    assert_refused(ask_token(site, **fields), status, error)


def test_two_ways_of_authentication_at_once_are_refused(site):
    assert_refused(ask_token(site, basic("my-client-id", "my-secret")), 400, "invalid_request")


def test_a_field_given_twice_is_refused(site):
    form = {**GRANT, "grant_type": ["client_credentials"] * 2}
    assert_refused(site.post("/oauth/token", base_url=AUTH, data=form), 400, "invalid_request")


def test_a_token_is_asked_for_by_a_form(site):
    assert_refused(site.post("/oauth/token", base_url=AUTH, json=GRANT), 400, "invalid_request")


@pytest.mark.parametrize("scheme", ["Bearer abc", "Basic !", "Basic", "Digest realm=1"])
def test_another_authorization_is_no_client(site, scheme):
    response = ask_token(site, {"Authorization": scheme}, client_id=None, client_secret=None)
    assert_refused(response, 401, "invalid_client")


def test_other_methods_and_addresses_are_refused_in_json(site):
    refused = site.get("/oauth/token", base_url=AUTH)
    assert_refused(refused, 405, "invalid_request")
    assert refused.status == "405 Method Not Allowed"
    assert refused.headers["Allow"] == "OPTIONS, POST"
    assert_refused(site.get("/inconnu", base_url=AUTH), 404, "invalid_request")


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "a.W10.c", "a.MQ.c", "a.é.c", "eyJhbGciOiJIUzI1NiIs..."])
def test_what_only_looks_like_a_token_is_refused(site, token):
    assert protected(site, token) == 401
    assert credentials.find_client_token(token) is None


def test_a_token_that_nests_too_deep_is_refused(site):
    nested = base64.urlsafe_b64encode(b"[" * 100_000).decode()
    assert credentials.find_client_token(f"a.{nested}.c") is None


def test_a_token_whose_number_was_changed_is_refused(site):
    head, _, signature = credentials.numbered_token(credentials.CLIENTS[0], 1).split(".")
    claims = credentials.numbered_token(credentials.CLIENTS[0], 2).split(".")[1]
    assert protected(site, f"{head}.{claims}.{signature}") == 401


def test_data_needs_no_credentials_and_names_nobody_then(site):
    assert "caller" not in site.get("/data").json


@pytest.mark.parametrize(
    ("url", "headers", "caller"),
    [
        ("/data", basic("username", "password"), "username"),
        ("/data", {"X-API-Key": KEY}, "supervision"),
        (f"/data?api_key={KEY}", {}, "supervision"),
        ("/data", {"Authorization": "Bearer token"}, "demonstration"),
    ],
)
def test_data_names_whoever_shows_right_credentials(site, url, headers, caller):
    assert site.get(url, headers=headers).json["caller"] == caller


@pytest.mark.parametrize(
    ("url", "headers", "challenge"),
    [
        ("/data", basic("username", "mauvais-mot-de-passe"), "Basic"),
        ("/data", {"Authorization": "Basic !"}, "Basic"),
        ("/data", {"X-API-Key": "mauvaise-cle"}, "ApiKey"),
        ("/data", {"X-API-Key": ""}, "ApiKey"),
        ("/data?api_key=mauvaise-cle", {}, "ApiKey"),
        ("/data?api_key=", {}, "ApiKey"),
        ("/data", {"Authorization": "Bearer mauvais-jeton"}, "Bearer"),
        ("/data", {"Authorization": "Digest"}, "Bearer"),
    ],
)
def test_data_refuses_wrong_credentials_and_says_how_to_authenticate(site, url, headers, challenge):
    response = site.get(url, headers=headers)
    assert (response.status_code, response.content_type) == (401, "application/problem+json")
    assert response.headers["WWW-Authenticate"].startswith(f'{challenge} realm="api.example.com"')


def test_posts_come_by_pages_and_one_by_one(site):
    page = site.get("/posts?limit=2&page=2").json
    assert ([post["id"] for post in page["data"]], page["total"]) == ([3, 4], 5)
    assert site.get("/posts/3").json == page["data"][0]
    assert site.get("/posts/99").status_code == 404
