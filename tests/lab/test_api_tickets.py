"""What api.example.com answers about tickets."""

import pytest

from grader.lab.api import create_app

NEW = {"title": "Disque plein sur web-01"}


def test_created_ticket_is_where_location_says(api):
    created = api.post("/tickets", json=NEW, base_url="https://api.example.com")
    assert created.status_code == 201
    assert created.headers["Location"] == "https://api.example.com/tickets/503"
    assert created.json == {"id": 503, **NEW, "created_at": "2026-01-05T09:02:00Z"}
    assert api.get("/tickets/503").json == created.json


def test_same_ticket_twice_is_two_tickets(api):
    before = api.get("/tickets").json["total"]
    numbers = {api.post("/tickets", json=NEW).json["id"] for _ in range(2)}
    assert len(numbers) == 2
    assert api.get("/tickets").json["total"] == before + 2


@pytest.mark.parametrize("body", [{}, {"title": ""}, {"title": " "}, {"title": 12}, {"title": None}])
def test_a_ticket_without_a_title_is_refused(api, body):
    response = api.post("/tickets", json=body)
    assert response.status_code == 422
    assert [error["field"] for error in response.json["errors"]] == ["title"]


def test_a_form_is_no_json(api):
    assert api.post("/tickets", data=NEW).status_code == 415
    assert api.post("/tickets", data="{", content_type="application/json").status_code == 400


def test_missing_ticket_is_a_problem(api):
    assert "999" in api.get("/tickets/999").json["detail"]
    assert api.get("/tickets/999").status_code == 404


def test_every_application_starts_alike(api):
    api.post("/tickets", json=NEW)
    assert create_app().test_client().get("/tickets").json["total"] == 2
