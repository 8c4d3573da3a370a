"""What changes from one recording to the next."""

import gzip
from dataclasses import replace

import pytest

from grader.recording.volatile import DATE, settled
from grader.replay.cassette import Interaction
from grader.replay.http import Answer, Request

UUIDS = ["8c3f4a52-1f0e-4f3b-9d75-2f1f0a0c1b2d", "0a9b8c7d-6e5f-4a3b-8c1d-0e9f8a7b6c5d"]
BOUNDARY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def interaction():
    request = Request("GET", f"https://httpbin.org/anything/{UUIDS[0]}")
    headers = (("Date", "Sun, 22 Nov 2026 16:48:09 GMT"), ("Content-Length", "36"))
    return Interaction("c", "0", request, Answer(200, "OK", headers, UUIDS[1].encode()))


def test_dates_are_fixed(interaction):
    (one,) = settled([interaction])
    assert one.answer.header("Date") == DATE


def test_random_identifiers_get_the_same_name_everywhere(interaction):
    later = replace(interaction, request=Request("GET", f"https://httpbin.org/anything/{UUIDS[1]}"))
    first, second = settled([interaction, later])
    assert first.request.url.endswith("/00000000-0000-4000-8000-000000000001")
    assert first.answer.body == b"00000000-0000-4000-8000-000000000002"
    assert second.request.url.endswith("/00000000-0000-4000-8000-000000000002")


def test_boundaries_are_fixed_in_header_body_and_echo(interaction):
    request = Request(
        "POST",
        "https://httpbin.org/post",
        (("Content-Type", f"multipart/form-data; boundary={BOUNDARY}"),),
        f"--{BOUNDARY}--".encode(),
    )
    echo = replace(interaction.answer, body=f"boundary={BOUNDARY}".encode())
    (one,) = settled([replace(interaction, request=request, answer=echo)])
    fixed = "0" * 31 + "1"
    assert one.request.header("Content-Type").endswith(f"boundary={fixed}")
    assert one.request.body == f"--{fixed}--".encode()
    assert one.answer.body == f"boundary={fixed}".encode()


def test_compressed_bodies_are_settled_inside(interaction):
    headers = (("Content-Encoding", "gzip"),)
    answer = Answer(200, "OK", headers, gzip.compress(UUIDS[0].encode(), mtime=12345))
    (one,) = settled([replace(interaction, answer=answer)])
    assert gzip.decompress(one.answer.body) == b"00000000-0000-4000-8000-000000000001"
    assert one.answer == settled([replace(interaction, answer=answer)])[0].answer


def test_everything_else_stays(interaction):
    body = b"\x89PNG\xff" + "é".encode()
    kept = replace(interaction, request=Request("GET", "https://httpbin.org/x", (("A", "b"),), body))
    kept = replace(kept, answer=Answer(404, "Not Found", (("Server", "gunicorn"),), body))
    assert settled([kept]) == [kept]


def test_moments_sent_to_prometheus_are_told_by_its_clock():
    end = 1795366089  # when the answer left, below
    url = f"http://prometheus:9090/api/v1/query_range?start={end - 3601.5}&end={end - 1.5}"
    answer = Answer(200, "OK", (("Date", "Sun, 22 Nov 2026 16:48:09 GMT"),), b"{}")
    (one,) = settled([Interaction("c", "0", Request("GET", url), answer)])
    assert one.request.url.endswith("?start=1767600000&end=1767603600")


def test_a_form_sent_to_prometheus_keeps_its_length_true():
    headers = (("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", "20"))
    request = Request("POST", "http://prometheus:9090/api/v1/query", headers, b"time=1795366088.1234")
    answer = Answer(200, "OK", (("Date", "Sun, 22 Nov 2026 16:48:09 GMT"),), b"{}")
    (one,) = settled([Interaction("c", "0", request, answer)])
    assert one.request.body == b"time=1767603600"
    assert one.request.header("Content-Length") == "15"


def test_alerts_are_active_since_a_fixed_moment():
    body = b'{"state":"firing","activeAt":"2026-11-22T19:34:05.274918754Z"}'
    headers = (("Content-Encoding", "gzip"), ("Content-Length", "1"))
    answer = Answer(200, "OK", headers, gzip.compress(body))
    request = Request("GET", "http://prometheus:9090/api/v1/alerts")
    (one,) = settled([Interaction("c", "0", request, answer)])
    assert gzip.decompress(one.answer.body) == b'{"state":"firing","activeAt":"2026-01-05T08:50:33Z"}'
    assert one.answer.header("Content-Length") == str(len(one.answer.body))


def test_a_boundary_that_no_header_names_is_fixed(interaction):
    body = f"--{BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\n1\r\n--{BOUNDARY}--\r\n".encode()
    headers = (("Content-Type", "application/json"),)
    request = Request("POST", "https://api.example.com/upload", headers, body)
    (one,) = settled([replace(interaction, request=request)])
    assert BOUNDARY.encode() not in one.request.body
    assert len(one.request.body) == len(body)
