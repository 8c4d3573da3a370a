"""The orders of api.example.com: one for each request, or one for each key."""

import pytest

DISKS = {"item": "Disque SSD 2 To", "quantity": 4}


def place(api, key=None, **order):
    headers = {} if key is None else {"Idempotency-Key": key}
    return api.post("/orders", json=DISKS | order, headers=headers, base_url="https://api.example.com")


def test_order_is_where_location_says(api):
    placed = place(api)
    assert placed.status_code == 201
    assert placed.headers["Location"] == "https://api.example.com/orders/5001"
    assert placed.json == {"id": 5001, **DISKS, "created_at": "2026-01-05T09:00:00Z"}
    assert api.get("/orders/5001").json == placed.json


def test_without_a_key_every_request_is_a_new_order(api):
    assert [place(api).json["id"], place(api).json["id"]] == [5001, 5002]
    assert api.get("/orders").json["total"] == 2


def test_the_same_key_gives_the_same_answer(api):
    first, again = place(api, "cle-1"), place(api, "cle-1")
    assert (again.status_code, again.json) == (first.status_code, first.json)
    assert again.headers["Location"] == first.headers["Location"]
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert api.get("/orders").json == {"data": [first.json], "total": 1}


def test_another_key_is_another_order(api):
    assert [place(api, key).json["id"] for key in ("cle-1", "cle-2")] == [5001, 5002]


def test_a_key_does_not_serve_for_two_orders(api):
    place(api, "cle-1")
    refused = place(api, "cle-1", quantity=5)
    assert (refused.status_code, refused.json["order"]) == (422, 5001)
    assert api.get("/orders").json["total"] == 1


def test_a_key_serves_again_after_a_refusal(api):
    assert place(api, "cle-1", quantity=0).status_code == 422
    assert place(api, "cle-1").status_code == 201


@pytest.mark.parametrize("key", ["", "  ", "x" * 256])
def test_a_key_has_a_length(api, key):
    assert place(api, key).status_code == 400


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["item", "quantity"]),
        ({"item": " ", "quantity": 1}, ["item"]),
        *(({"item": "Disque", "quantity": wrong}, ["quantity"]) for wrong in (0, 1001, True, 1.5, "4", None)),
    ],
)
def test_missing_and_invalid_fields_are_all_named(api, body, fields):
    refused = api.post("/orders", json=body)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json["errors"]] == fields


def test_an_order_is_json(api):
    assert api.post("/orders", data=DISKS).status_code == 415
    assert api.post("/orders", json=[DISKS]).status_code == 400


def test_missing_order(api):
    assert "5001" in api.get("/orders/5001").json["detail"]


def test_an_order_is_logged(api):
    place(api)
    place(api, "cle-1")
    place(api, "cle-1")
    messages = [entry["message"] for entry in api.get("/logs?limit=3").json["data"]]
    assert messages[:2] == [f"Commande {n} enregistrée : 4 × Disque SSD 2 To." for n in (5002, 5001)]
    assert "5001" not in messages[2]
