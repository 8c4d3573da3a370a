"""How api.example.com receives files and gives them back."""

import hashlib
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from grader.lab.api.files import MAX_FILE, MAX_REQUEST

TEXT = b"une ligne\r\n" * 3
SHA256 = hashlib.sha256(TEXT).hexdigest()


def form(*names: str, field: str = "file", content: bytes = TEXT, **others: object) -> dict:
    return {field: [(BytesIO(content), name) for name in names], **others}


def assert_problem(response: TestResponse, status: int) -> dict:
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert response.json["status"] == status
    assert response.json["title"]
    assert response.json["detail"]
    return response.json


def test_upload_describes_what_was_received(api):
    sent = form("notes.txt", description="Mes notes")
    answer = api.post("/upload", data=sent, base_url="https://api.example.com")
    assert answer.status_code == 201
    url = "https://api.example.com/files/notes.txt"
    described = {"name": "notes.txt", "size": 33, "content_type": "text/plain", "sha256": SHA256, "url": url}
    assert answer.json == {"description": "Mes notes", "files": [described]}


def test_uploaded_file_comes_back_as_it_was_sent(api):
    url = api.post("/upload", data=form("notes.txt")).json["files"][0]["url"]
    answer = api.get(url)
    assert (answer.data, answer.mimetype) == (TEXT, "text/plain")
    assert answer.headers["Content-Disposition"] == "attachment; filename=notes.txt"


def test_several_files_come_in_one_request(api):
    answer = api.post("/upload", data=form("a.txt", "b.txt", field="files"))
    assert [file["name"] for file in answer.json["files"]] == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("../../etc/passwd", "passwd"), ("/tmp/notes.txt", "notes.txt"), (" été.txt ", "été.txt")],
)
def test_only_the_last_part_of_a_name_is_kept(api, sent, kept):
    assert api.post("/upload", data=form(sent)).json["files"][0]["name"] == kept


@pytest.mark.parametrize("name", ["..", "dossier/", "x" * 101])
def test_a_name_that_is_none_is_refused(api, name):
    assert_problem(api.post("/upload", data=form(name)), 422)


def test_a_form_without_a_file_is_refused_with_what_it_holds(api):
    problem = assert_problem(api.post("/upload", data=form("a.txt", field="document")), 400)
    assert problem["received"] == ["document"]


@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded", None])
def test_another_type_is_refused(api, content_type):
    problem = assert_problem(api.post("/upload", data=b"{}", content_type=content_type), 415)
    assert problem["accepted"] == ["multipart/form-data"]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=", b""),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"'),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n\r\n--x--\r\n"),
    ],
)
def test_a_malformed_form_is_refused(api, content_type, body):
    assert_problem(api.post("/upload", data=body, content_type=content_type), 400)


def test_a_type_that_no_header_can_hold_becomes_the_general_one(api):
    sent = {"file": (BytesIO(TEXT), "a.txt", "texte/été")}
    assert api.post("/upload", data=sent).json["files"][0]["content_type"] == "application/octet-stream"
    assert api.get("/files/a.txt").mimetype == "application/octet-stream"


def test_the_right_checksum_is_accepted_in_either_case(api):
    for checksum in (SHA256, SHA256.upper()):
        assert api.post("/upload", data=form("a.txt", sha256=checksum)).status_code == 201


def test_another_checksum_is_refused_and_nothing_is_kept(api):
    problem = assert_problem(api.post("/upload", data=form("a.txt", sha256="0" * 64)), 422)
    assert (problem["expected"], problem["received"]) == ("0" * 64, SHA256)
    assert_problem(api.get("/files/a.txt"), 404)


def test_there_is_one_checksum_for_each_file(api):
    sent = form("a.txt", "b.txt", field="files", sha256=SHA256)
    assert "1 pour 2 fichiers" in assert_problem(api.post("/upload", data=sent), 422)["detail"]


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(api):
    assert api.post("/upload", data=form("a.txt", content=bytes(MAX_FILE))).status_code == 201
    larger = bytes(MAX_FILE + 1)
    assert assert_problem(api.post("/upload", data=form("a.txt", content=larger)), 413)["limit"] == MAX_FILE
    assert assert_problem(api.put("/files/a.txt", data=larger), 413)["limit"] == MAX_FILE


def test_a_request_that_is_too_large_is_not_read(api):
    huge = bytes(MAX_REQUEST + 1)
    assert_problem(api.post("/upload", data=form("a.txt", content=huge)), 413)
    assert_problem(api.put("/files/a.txt", data=huge), 413)


def test_put_creates_then_replaces(api):
    created = api.put("/files/a.txt", data=b"un", content_type="text/plain")
    assert (created.status_code, created.headers["Location"]) == (201, "http://localhost/files/a.txt")
    replaced = api.put("/files/a.txt", data=TEXT)
    assert (replaced.status_code, replaced.json["sha256"]) == (200, SHA256)
    assert api.get("/files/a.txt").data == TEXT


def test_put_takes_whole_files_with_a_name(api):
    assert_problem(api.put("/files/..", data=TEXT), 422)
    assert_problem(api.put("/files/a.txt", data=TEXT, headers={"Content-Range": "bytes 0-32/99"}), 400)


def test_an_empty_file_is_a_file(api):
    assert api.post("/upload", data=form("vide.txt", content=b"")).json["files"][0]["size"] == 0
    assert api.get("/files/vide.txt").data == b""


def test_every_application_starts_with_the_log(api):
    answer = api.get("/files/journal.log")
    assert (answer.content_length, len(answer.data.splitlines())) == (4800, 96)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["ETag"]


def test_a_part_is_answered_with_its_place(api):
    whole = api.get("/files/journal.log").data
    for asked, place, part in (
        ("bytes=0-9", "bytes 0-9/4800", whole[:10]),
        ("bytes=4790-", "bytes 4790-4799/4800", whole[-10:]),
        ("bytes=-10", "bytes 4790-4799/4800", whole[-10:]),
        ("bytes=4790-9999", "bytes 4790-4799/4800", whole[-10:]),
    ):
        answer = api.get("/files/journal.log", headers={"Range": asked})
        assert (answer.status_code, answer.headers["Content-Range"], answer.data) == (206, place, part)


@pytest.mark.parametrize(
    "asked", ["bytes=4800-", "bytes=9-2", "bytes=0-1,5-6", "lignes=1-2", "n'importe quoi"]
)
def test_a_part_that_cannot_be_given_is_refused_with_the_length(api, asked):
    answer = api.get("/files/journal.log", headers={"Range": asked})
    assert_problem(answer, 416)
    assert answer.headers["Content-Range"] == "bytes */4800"


def test_if_range_gives_the_whole_file_once_it_has_changed(api):
    etag = api.get("/files/journal.log").headers["ETag"]
    asked = {"Range": "bytes=4790-", "If-Range": etag}
    assert api.get("/files/journal.log", headers=asked).status_code == 206
    api.put("/files/journal.log", data=TEXT)
    changed = api.get("/files/journal.log", headers=asked)
    assert (changed.status_code, changed.data) == (200, TEXT)


def test_an_unchanged_file_is_not_sent_again(api):
    etag = api.get("/files/journal.log").headers["ETag"]
    answer = api.get("/files/journal.log", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")


def test_head_has_the_length_and_no_body(api):
    head = api.head("/files/journal.log")
    assert (head.content_length, head.data) == (4800, b"")


def test_an_unknown_file_is_not_found(api):
    assert "absent.txt" in assert_problem(api.get("/files/absent.txt"), 404)["detail"]
