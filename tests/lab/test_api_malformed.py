"""What api.example.com does with what no client sends on purpose: it refuses it, and goes on."""

from io import BytesIO

import pytest


@pytest.mark.parametrize("number", ["9" * 5000, "٣", "1_0", "+1"])
def test_a_number_is_written_with_a_few_plain_digits(api, number):
    assert api.get("/users", query_string={"page": number}).status_code == 400


@pytest.mark.parametrize(
    "body",
    [b'{"title": "\\ud800"}', b"[" * 100_000, b'{"title": ' + b"1" * 5000 + b"}", b"\xff"],
    ids=["half-a-character", "too-deep", "too-long-a-number", "not-utf-8"],
)
def test_a_body_that_no_answer_could_repeat_is_refused(api, body):
    answer = api.post("/tickets", data=body, content_type="application/json")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert api.get("/tickets").json["total"] == 2


def test_a_whole_number_may_be_written_as_a_float(api):
    body = b'{"item": "Clavier", "quantity": 4.0}'
    answer = api.post("/orders", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["quantity"]) == (201, 4)


@pytest.mark.parametrize(
    ("method", "body", "status"), [("PUT", b"{}", 422), ("PATCH", b"[]", 400), ("DELETE", b"", 409)]
)
def test_what_fails_anyway_fails_for_its_own_reason_and_not_for_an_old_state(api, method, body, status):
    stale = {"If-Match": '"old"', "Content-Type": "application/json"}
    answer = api.open("/servers/web-01", method=method, data=body, headers=stale)
    assert answer.status_code == status


def test_a_text_in_place_of_a_file_is_refused_even_beside_a_file(api):
    parts = {"file": (BytesIO(b"..."), "notes.txt"), "files": "autre.txt"}
    assert api.post("/upload", data=parts).status_code == 400
    assert api.get("/files/notes.txt").status_code == 404
