"""What api.example.com answers."""

import pytest
from werkzeug.test import TestResponse

from grader.lab import credentials
from grader.lab.api import create_app

ADMIN, READER, *_ = (credentials.token(account) for account in credentials.ACCOUNTS)
NEW = {"name": "John", "email": "john@example.com"}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def assert_problem(response: TestResponse, status: int) -> dict:
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert response.json["status"] == status
    assert response.json["title"]
    assert response.json["detail"]
    return response.json


def test_list_is_paginated(api):
    second = api.get("/users?page=2&limit=10").json
    assert [user["id"] for user in second["data"]] == list(range(111, 121))
    assert (second["page"], second["limit"], second["total"]) == (2, 10, 25)


def test_last_page_holds_what_is_left_and_the_next_one_nothing(api):
    assert len(api.get("/users?page=3&limit=10").json["data"]) == 5
    assert api.get("/users?page=4&limit=10").json["data"] == []


def test_list_is_filtered_by_activity(api):
    active, inactive = (api.get(f"/users?limit=100&active={value}").json for value in ("true", "false"))
    assert active["total"] + inactive["total"] == 25
    assert all(user["active"] for user in active["data"])
    assert not any(user["active"] for user in inactive["data"])


@pytest.mark.parametrize("value", ["True", "False", "1", "oui", ""])
def test_a_boolean_in_another_spelling_is_refused_with_the_accepted_ones(api, value):
    problem = assert_problem(api.get(f"/users?active={value}"), 400)
    assert problem["parameter"] == "active"
    assert problem["accepted"] == ["true", "false"]


@pytest.mark.parametrize("query", ["page=0", "page=un", "limit=101", "limit=-1", "limit=1.5", "page="])
def test_a_page_out_of_bounds_is_refused(api, query):
    problem = assert_problem(api.get(f"/users?{query}"), 400)
    assert problem["parameter"] == query.partition("=")[0]


def test_every_application_starts_alike(api):
    api.delete("/users/123")
    api.post("/users", json=NEW)
    fresh = create_app().test_client()
    assert fresh.get("/users?limit=100").json["total"] == 25
    assert fresh.get("/users/123").status_code == 200


def test_two_people_have_two_accounts(api):
    users = api.get("/users?limit=100").json["data"]
    names = [user["name"] for user in users]
    assert {name for name in names if names.count(name) > 1} == {"Mathieu Dubois", "Hélène Bertrand"}
    assert len({user["email"] for user in users}) == len(users)


def test_user_is_shown(api):
    assert api.get("/users/123").json == {
        "id": 123,
        "name": "Jean Dupont",
        "email": "jean.dupont@example.com",
        "active": True,
        "created_at": "2026-01-05T09:22:00Z",
    }


def test_created_user_is_where_location_says(api):
    created = api.post("/users", json=NEW, base_url="https://api.example.com")
    assert created.status_code == 201
    assert created.headers["Location"] == "https://api.example.com/users/126"
    assert created.json == {"id": 126, **NEW, "active": True, "created_at": "2026-01-05T09:25:00Z"}
    assert api.get("/users/126").json == created.json


def test_the_same_email_twice_is_a_conflict(api):
    api.post("/users", json=NEW)
    assert "126" in assert_problem(api.post("/users", json=NEW), 409)["detail"]


def test_a_form_is_no_json(api):
    assert assert_problem(api.post("/users", data=NEW), 415)["accepted"] == ["application/json"]


@pytest.mark.parametrize("body", ["{", "[1]", '"texte"', ""])
def test_a_body_that_is_no_json_object_is_refused(api, body):
    assert_problem(api.post("/users", data=body, content_type="application/json"), 400)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["name", "email"]),
        ({"name": "John"}, ["email"]),
        ({"name": " ", "email": "john"}, ["name", "email"]),
        ({**NEW, "active": "true"}, ["active"]),
    ],
)
def test_missing_and_invalid_fields_are_all_named(api, body, fields):
    problem = assert_problem(api.post("/users", json=body), 422)
    assert [error["field"] for error in problem["errors"]] == fields


def test_put_replaces_and_wants_the_whole_user(api):
    assert_problem(api.put("/users/104", json={"name": "John"}), 422)
    assert api.get("/users/104").json["active"] is False
    replaced = api.put("/users/104", json=NEW).json
    assert (replaced["name"], replaced["email"], replaced["active"]) == ("John", NEW["email"], True)
    assert (replaced["id"], replaced["created_at"]) == (104, "2026-01-05T09:03:00Z")


def test_patch_changes_what_it_names_only(api):
    before = api.get("/users/123").json
    assert api.patch("/users/123", json={"active": False}).json == {**before, "active": False}
    assert_problem(api.patch("/users/123", json={"email": "sans-arobase"}), 422)


def test_patch_cannot_take_another_users_email(api):
    assert_problem(api.patch("/users/123", json={"email": "chloe.lefevre@example.com"}), 409)
    assert api.patch("/users/123", json={"email": "jean.dupont@example.com"}).status_code == 200


def test_deleted_user_is_gone(api):
    deleted = api.delete("/users/123")
    assert (deleted.status_code, deleted.data, deleted.content_type) == (204, b"", None)
    for method in ("get", "put", "patch", "delete"):
        assert "123" in assert_problem(getattr(api, method)("/users/123", json=NEW), 404)["detail"]


def test_head_has_the_headers_of_get_and_no_body(api):
    head, get = api.head("/users/123"), api.get("/users/123")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_options_lists_the_methods(api):
    assert api.options("/users").headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_another_method_is_refused_with_the_allowed_ones(api):
    response = api.delete("/users")
    assert_problem(response, 405)
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_unknown_address_is_a_problem(api):
    assert_problem(api.get("/inconnu"), 404)


def test_login_by_form_gives_a_token(api):
    answer = api.post("/login", data={"username": "admin", "password": "secret"}).json
    assert answer == {"token": ADMIN, "token_type": "Bearer", "expires_in": 3600}


def test_login_with_a_wrong_password_is_refused(api):
    response = api.post("/login", data={"username": "admin", "password": "mauvais-mot-de-passe"})
    assert_problem(response, 401)
    assert "WWW-Authenticate" in response.headers


def test_login_wants_both_fields(api):
    assert assert_problem(api.post("/login", data={"username": "admin"}), 400)["missing"] == ["password"]


def test_login_by_json_is_refused_with_the_accepted_type(api):
    problem = assert_problem(api.post("/login", json={"username": "admin", "password": "secret"}), 415)
    assert problem["accepted"] == ["application/x-www-form-urlencoded"]


def test_protected_page_opens_with_a_token(api):
    assert api.get("/protected", headers=bearer(ADMIN)).json["user"] == "admin"


@pytest.mark.parametrize(
    "headers", [{}, bearer("mauvais-jeton"), {"Authorization": "Basic YWRtaW46c2VjcmV0"}]
)
def test_protected_page_without_a_valid_token_says_how_to_authenticate(api, headers):
    response = api.get("/protected", headers=headers)
    assert_problem(response, 401)
    assert response.headers["WWW-Authenticate"].startswith('Bearer realm="api.example.com"')


def test_protected_page_is_forbidden_without_the_right(api):
    assert "lecteur" in assert_problem(api.get("/protected", headers=bearer(READER)), 403)["detail"]


def test_data_is_plain_json(api):
    assert api.get("/data").json["status"] == "ok"


def test_reason_phrases_are_those_of_the_standard(api):
    assert api.get("/users/999").status == "404 Not Found"


def test_bodies_are_readable_and_keep_their_accents(api):
    assert '\n      "name": "Chloé Lefèvre"' in api.get("/users").get_data(as_text=True)
