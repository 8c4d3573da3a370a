"""Lesson 03: the module's own client with its flaws, the mended one without them, and the examples."""

import ast
import io
import re
import time
from typing import Any

import nbformat
import pytest
import requests

from grader.paths import notebooks
from grader.stage import Answer, Stage

NAME = "03_sessions_authentification"
NOTEBOOK = nbformat.read(notebooks() / f"{NAME}.ipynb", as_version=4)
ANSWERS: dict[str, str] = NOTEBOOK.metadata["grader"]["answers"]
CODE = {cell.id: cell.source for cell in NOTEBOOK.cells if cell.cell_type == "code"}
TOKEN = {"access_token": "jeton-1", "expires_in": 3600}
AGAIN = {"access_token": "jeton-2", "expires_in": 3600}


@pytest.fixture
def other():
    stage = Stage()
    yield stage
    stage.close()


@pytest.fixture(scope="module")
def lesson(defined_by) -> dict[str, Any]:
    """What the lesson defines: its imports, functions and classes, without its requests."""
    return defined_by(*CODE.values())


@pytest.fixture(params=["OAuth2Client", "CarefulClient"])
def either(request, lesson, stage):
    """Both clients, in front of a server that gives two tokens."""
    return open_client(lesson, stage, request.param)


@pytest.fixture
def simple(lesson, stage):
    """The module's own client."""
    return open_client(lesson, stage, "OAuth2Client")


@pytest.fixture
def careful(lesson, stage):
    """The mended client."""
    return open_client(lesson, stage, "CarefulClient")


def open_client(lesson, stage, name):
    url = stage.route("/oauth/token", Answer(json=TOKEN), Answer(json=AGAIN), method="POST").url
    arguments = ["my-client-id", "my-secret", url] + ["127.0.0.1"] * (name == "CarefulClient")
    return lesson[name](*arguments)


def seen(stage):
    return [(request.path, request.headers.get("Authorization")) for request in stage.requests]


def test_a_token_is_asked_for_once_and_kept(either, stage):
    users = stage.route("/users", json=[])
    assert [either.request("GET", users.url).status_code for _ in range(2)] == [200, 200]
    assert seen(stage) == [("/oauth/token", None), *[("/users", "Bearer jeton-1")] * 2]
    assert stage.requests[0].form == {
        "grant_type": ["client_credentials"],
        "client_id": ["my-client-id"],
        "client_secret": ["my-secret"],
    }


def test_a_refused_token_is_renewed_exactly_once(either, stage):
    users = stage.route("/users", Answer(status=401), Answer(json=[]))
    assert either.request("GET", users.url).status_code == 200
    assert [path for path, _ in seen(stage)] == ["/oauth/token", "/users"] * 2
    assert seen(stage)[-1] == ("/users", "Bearer jeton-2")


def test_neither_loops_on_an_api_that_always_refuses(either, stage):
    users = stage.route("/users", status=401)
    assert either.request("GET", users.url).status_code == 401
    assert [path for path, _ in seen(stage)] == ["/oauth/token", "/users"] * 2


def test_the_simple_client_sends_its_token_everywhere(simple, other):
    simple.request("GET", other.route("/x").url)
    assert seen(other) == [("/x", "Bearer jeton-1")]


def test_the_careful_client_sends_its_token_to_its_api_only(careful, other):
    careful.request("GET", other.route("/x").url.replace("127.0.0.1", "localhost"))
    assert seen(other) == [("/x", None)]


def test_the_simple_client_sends_an_empty_file_the_second_time(simple, stage):
    upload = stage.route("/upload", Answer(status=401), Answer(status=201))
    assert simple.request("POST", upload.url, data=io.BytesIO(b"abc")).status_code == 201
    assert [request.body for request in upload.requests] == [b"abc", b""]


@pytest.mark.parametrize("open_body", [lambda: io.BytesIO(b"abc"), lambda: iter([b"abc"])])
def test_the_careful_client_leaves_a_body_that_is_gone_to_its_caller(careful, stage, open_body):
    body = open_body()
    upload = stage.route("/upload", Answer(status=401), Answer(status=201))
    assert careful.request("POST", upload.url, data=body).status_code == 401
    assert [request.body for request in upload.requests] == [b"abc"]
    assert careful.request("POST", upload.url, data=b"abc").status_code == 201
    assert [request.headers["Authorization"] for request in upload.requests][-1] == "Bearer jeton-2"


@pytest.mark.parametrize("options", [{"data": b"abc"}, {"data": {"a": "b"}}, {"json": {"a": "b"}}])
def test_the_careful_client_sends_other_bodies_again(careful, stage, options):
    upload = stage.route("/upload", Answer(status=401), Answer(status=201))
    assert careful.request("POST", upload.url, **options).status_code == 201
    first, second = (request.body for request in upload.requests)
    assert first == second != b""


def test_the_careful_client_has_a_timeout_for_the_token_too(lesson, stage):
    url = stage.route("/oauth/token", hang=True).url
    with (
        lesson["CarefulClient"]("id", "secret", url, "127.0.0.1", timeout=0.05) as client,
        pytest.raises(requests.ReadTimeout),
    ):
        client.request("GET", f"{stage.url}/users")


def test_the_careful_client_says_why_its_secret_is_refused(lesson, stage):
    url = stage.route("/oauth/token", status=401, json={"error": "invalid_client"}).url
    client = lesson["CarefulClient"]("my-client-id", "secret", url, "127.0.0.1")
    with pytest.raises(lesson["TokenRefused"], match=r"my-client-id.*invalid_client"):
        client.request("GET", f"{stage.url}/users")
    assert [path for path, _ in seen(stage)] == ["/oauth/token"]


@pytest.mark.parametrize(("passed", "tokens"), [(3500, 1), (3571, 2)])
def test_the_careful_client_renews_its_token_before_it_ends(careful, stage, monkeypatch, passed, tokens):
    users = stage.route("/users", json=[])
    start = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: start)
    careful.request("GET", users.url)
    monkeypatch.setattr(time, "monotonic", lambda: start + passed)
    careful.request("GET", users.url)
    assert [path for path, _ in seen(stage)].count("/oauth/token") == tokens


def test_every_call_has_a_timeout_but_those_that_show_its_lack():
    calls = [(id_, call) for id_, source in CODE.items() for call in _calls(ANSWERS.get(id_[8:]) or source)]
    without = {id_ for id_, call in calls if not any(word.arg == "timeout" for word in call.keywords)}
    assert without == {"timeout-de-session", "oauth2-client"}


def _calls(source: str) -> list[ast.Call]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    wanted = re.compile(r"(requests|session|self\.session)\.(get|post|put|patch|delete)$")
    return [call for call in calls if wanted.match(ast.unparse(call.func))]


def test_texts_have_their_no_break_spaces():
    texts = [cell.source for cell in NOTEBOOK.cells if cell.cell_type == "markdown"]
    prose = [re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL) for text in texts]
    assert [text for text in prose if re.search(r" [:;!?»]|« ", text)] == []
