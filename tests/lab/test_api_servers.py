"""What api.example.com answers about its inventory of servers."""

import csv
import io

import pytest
from werkzeug.test import TestResponse

from grader.lab.api import create_app

NEW = {"role": "web", "os": "Debian 12", "disk_gb": 40}


def assert_problem(response: TestResponse, status: int) -> dict:
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert response.json["status"] == status
    assert response.json["detail"]
    return response.json


def test_list_holds_every_server(api):
    answer = api.get("/servers").json
    assert answer["total"] == len(answer["data"]) == 12
    assert answer["data"][0]["name"] == "web-01"


def test_list_is_filtered_by_role(api):
    assert [row["name"] for row in api.get("/servers?role=DNS").json["data"]] == ["dns-01", "dns-02"]


def test_csv_and_html_show_the_rows_of_the_json(api):
    rows = api.get("/servers").json["data"]
    table = api.get("/servers", headers={"Accept": "text/csv"})
    assert table.content_type == "text/csv; charset=utf-8"
    assert [row["name"] for row in csv.DictReader(io.StringIO(table.text))] == [row["name"] for row in rows]
    page = api.get("/servers", headers={"Accept": "text/html"})
    assert page.content_type == "text/html; charset=utf-8"
    assert all(f"<td>{row['name']}</td>" in page.text for row in rows)


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.5, application/json", "application/json"),
        ("text/csv, application/json;q=0.5", "text/csv"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
    ],
)
def test_accept_chooses_the_representation(api, accept, given):
    response = api.get("/servers/web-01", headers={} if accept is None else {"Accept": accept})
    assert response.mimetype == given
    assert response.headers["Vary"] == "Accept"


@pytest.mark.parametrize("accept", ["application/pdf", "image/*", "n'importe quoi"])
def test_what_is_not_offered_is_refused_with_what_is(api, accept):
    response = api.get("/servers", headers={"Accept": accept})
    assert assert_problem(response, 406)["accepted"] == ["application/json", "text/csv", "text/html"]
    assert response.headers["Vary"] == "Accept"


def test_a_markup_in_a_value_does_not_enter_the_page(api):
    api.put("/servers/web-09", json={**NEW, "role": "<script>"})
    page = api.get("/servers/web-09", headers={"Accept": "text/html"})
    assert "<td>&lt;script&gt;</td>" in page.text


def test_same_representation_is_not_sent_again(api):
    first = api.get("/servers")
    again = api.get("/servers", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, again.content_type) == (304, b"", None)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Vary"] == "Accept"


def test_a_weak_tag_a_list_and_a_star_count_too(api):
    tag = api.get("/servers").headers["ETag"]
    for known in (f"W/{tag}", f'"autre", {tag}', "*"):
        assert api.get("/servers", headers={"If-None-Match": known}).status_code == 304


def test_each_representation_has_its_own_tag(api):
    kinds = ("application/json", "text/csv", "text/html")
    tags = {api.get("/servers", headers={"Accept": kind}).headers["ETag"] for kind in kinds}
    assert len(tags) == 3


def test_a_changed_resource_is_sent_again_with_another_tag(api):
    first = api.get("/servers")
    api.patch("/servers/web-01", json={"disk_gb": 50})
    again = api.get("/servers", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert again.headers["ETag"] != first.headers["ETag"]


def test_put_creates_then_replaces(api):
    first, second = (
        api.put("/servers/web-09", json=NEW, base_url="https://api.example.com") for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.headers["Location"] == "https://api.example.com/servers/web-09"
    assert "Location" not in second.headers
    assert first.json == second.json == {"name": "web-09", **NEW, "in_service": True}
    assert api.get("/servers/web-09").headers["ETag"] == second.headers["ETag"]


def test_put_gives_what_is_left_out_its_default(api):
    assert api.get("/servers/web-03").json["in_service"] is False
    assert api.put("/servers/web-03", json=NEW).json["in_service"] is True


@pytest.mark.parametrize("name", ["Web-01", "1-web", "-", "a" * 32, "web_01", "é"])
def test_put_refuses_what_is_no_name(api, name):
    assert_problem(api.put(f"/servers/{name}", json=NEW), 422)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["role", "os", "disk_gb"]),
        ({**NEW, "role": " "}, ["role"]),
        ({**NEW, "disk_gb": "40"}, ["disk_gb"]),
        ({**NEW, "disk_gb": "+40"}, ["disk_gb"]),
        ({**NEW, "disk_gb": 0}, ["disk_gb"]),
        ({**NEW, "disk_gb": True}, ["disk_gb"]),
        ({**NEW, "disk_gb": 10**6}, ["disk_gb"]),
        ({**NEW, "in_service": "true"}, ["in_service"]),
        ({**NEW, "name": "web-10"}, ["name"]),
    ],
)
def test_put_names_every_invalid_field(api, body, fields):
    problem = assert_problem(api.put("/servers/web-09", json=body), 422)
    assert [error["field"] for error in problem["errors"]] == fields


def test_put_wants_json(api):
    assert_problem(api.put("/servers/web-09", data=NEW), 415)
    assert_problem(api.put("/servers/web-09", data="{", content_type="application/json"), 400)


def test_patch_with_a_value_is_idempotent_and_with_an_increment_is_not(api):
    fixed = [api.patch("/servers/web-01", json={"disk_gb": 50}).json["disk_gb"] for _ in range(2)]
    added = [api.patch("/servers/web-01", json={"disk_gb": "+10"}).json["disk_gb"] for _ in range(2)]
    assert (fixed, added) == ([50, 50], [60, 70])


@pytest.mark.parametrize("size", ["+", "+1.5", "10", "-10", "++1", "+99999", "+١"])
def test_patch_refuses_what_is_no_increment_or_leads_too_far(api, size):
    assert_problem(api.patch("/servers/web-01", json={"disk_gb": size}), 422)
    assert api.get("/servers/web-01").json["disk_gb"] == 40


def test_patch_keeps_the_name(api):
    assert api.patch("/servers/web-01", json={"name": "web-99"}).json["name"] == "web-01"


def test_deleted_server_is_gone(api):
    first, second = (api.delete("/servers/web-03") for _ in range(2))
    assert (first.status_code, first.data) == (204, b"")
    assert_problem(second, 404)
    for method in ("get", "patch"):
        assert "web-03" in assert_problem(getattr(api, method)("/servers/web-03", json=NEW), 404)["detail"]


def test_server_in_service_is_not_deleted(api):
    assert "in_service" in assert_problem(api.delete("/servers/db-01"), 409)["detail"]
    api.patch("/servers/db-01", json={"in_service": False})
    assert api.delete("/servers/db-01").status_code == 204


def test_change_on_the_ground_of_an_old_state_is_refused(api):
    seen = {"If-Match": api.get("/servers/web-03").headers["ETag"]}
    assert api.patch("/servers/web-03", json={"disk_gb": 30}, headers=seen).status_code == 200
    assert_problem(api.patch("/servers/web-03", json={"disk_gb": 25}, headers=seen), 412)
    assert_problem(api.put("/servers/web-03", json=NEW, headers=seen), 412)
    assert_problem(api.delete("/servers/web-03", headers=seen), 412)
    assert api.get("/servers/web-03").json["disk_gb"] == 30


def test_put_that_expects_a_server_does_not_create_one(api):
    for expected in ('"0123456789abcdef"', "*"):
        assert_problem(api.put("/servers/web-09", json=NEW, headers={"If-Match": expected}), 412)


def test_another_method_is_refused_with_the_allowed_ones(api):
    response = api.delete("/servers")
    assert_problem(response, 405)
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_every_application_starts_alike(api):
    api.delete("/servers/web-03")
    assert create_app().test_client().get("/servers/web-03").status_code == 200
