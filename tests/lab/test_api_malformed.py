"""What api.example.com does with what no client sends on purpose: it refuses it, and goes on."""

import pytest
from werkzeug.test import Client

from grader.lab.api import create_app


@pytest.fixture
def api() -> Client:
    return create_app().test_client()


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
