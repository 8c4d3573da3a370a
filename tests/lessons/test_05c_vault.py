"""Lesson 05c: the module's VaultClient is there with its flaws, and the mended client has none of them."""

import ast
from typing import Any
from urllib.parse import quote

import nbformat
import pytest
import requests

from grader.paths import notebooks
from grader.stage import Answer, Stage

NOTEBOOK = nbformat.read(notebooks() / "05c_vault.ipynb", as_version=4)
ANSWERS: dict[str, str] = NOTEBOOK.metadata["grader"]["answers"]
CODE = {cell.id: cell.source for cell in NOTEBOOK.cells if cell.cell_type == "code"}
DENIED = {"errors": ["1 error occurred:\n\t* permission denied\n\n"]}
READ = {"data": {"data": {"password": "s3cret"}, "metadata": {"version": 3}}}
LISTED = {"data": {"keys": ["archives/", "production"]}}
WRITTEN = {"data": {"version": 4}}


def defined_in(cell: str) -> dict[str, Any]:
    """Run a cell's definitions alone."""
    names: dict[str, Any] = {"requests": requests, "quote": quote}
    exec(compile(ast.parse(CODE[cell]), cell, "exec"), names)
    return names


@pytest.fixture
def plain(stage):
    return defined_in("vault-client")["VaultClient"](f"{stage.url}/", "jeton-7")


@pytest.fixture
def mended():
    return defined_in("client-repare")


@pytest.fixture
def safe(mended, stage):
    return mended["SafeVaultClient"](f"{stage.url}/", "jeton-7", timeout=5)


def test_the_class_of_the_module_reads_writes_and_lists(plain, stage):
    stage.route("/v1/secret/data/a", json=READ, method="GET")
    stage.route("/v1/secret/data/a", json=WRITTEN, method="POST")
    stage.route("/v1/secret/metadata/a", json=LISTED, method="LIST")
    assert plain.get_secret("a") == {"password": "s3cret"}
    assert plain.put_secret("a", {"x": "y"}) == WRITTEN
    assert plain.list_secrets("a") == ["archives/", "production"]
    assert {request.headers["X-Vault-Token"] for request in stage.requests} == {"jeton-7"}


def test_its_flaws_are_there_to_be_shown(plain, stage):
    stage.route("/v1/secret/data/vpn", json=READ)
    assert plain.get_secret("vpn#secours") == {"password": "s3cret"}  # another secret than the one asked for
    calls = [node for node in ast.walk(ast.parse(CODE["vault-client"])) if isinstance(node, ast.Call)]
    assert not any(word.arg == "timeout" for call in calls for word in call.keywords)


def test_the_mended_client_reads_writes_and_lists(safe, stage):
    stage.route("/v1/secret/data/a", json=READ, method="GET")
    stage.route("/v1/secret/data/a", json=WRITTEN, method="POST")
    stage.route("/v1/secret/metadata/a", json=LISTED, method="LIST")
    assert safe.get_version("a") == ({"password": "s3cret"}, 3)
    assert safe.put_secret("a", {"x": "y"}, 3) == 4
    assert safe.list_secrets("/a/") == ["archives/", "production"]
    assert stage.requests[1].json == {"data": {"x": "y"}, "options": {"cas": 3}}


def test_it_asks_for_the_very_path(safe, stage):
    stage.route("/v1/secret/data/reseau/vpn%23secours", json=READ)
    assert safe.get_secret("/reseau/vpn#secours") == {"password": "s3cret"}


def test_it_gives_up_on_a_silent_vault(mended, stage):
    stage.route("/v1/secret/data/a", hang=True)
    with pytest.raises(requests.Timeout):
        mended["SafeVaultClient"](stage.url, "jeton-7", timeout=0.05).get_secret("a")


def test_it_keeps_its_token_from_another_server(mended, safe, stage):
    elsewhere = Stage()
    route = elsewhere.route("/piege", json=READ)
    stage.route("/v1/secret/data/a", status=307, headers={"Location": route.url})
    with pytest.raises(mended["VaultError"]):
        safe.get_secret("a")
    assert elsewhere.requests == []
    elsewhere.close()


def test_an_absent_folder_is_empty(safe, stage):
    stage.route("/v1/secret/metadata/vide", status=404, json={"errors": []})
    assert safe.list_secrets("vide") == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(status=403, json=DENIED), "403 1 error occurred: * permission denied"),
        (Answer(status=404, json={"errors": []}), "404"),
        (Answer(status=502, text="<h1>Bad Gateway</h1>"), "502"),
    ],
)
def test_a_refusal_says_why_and_never_the_token(mended, safe, stage, answer, said):
    stage.route("/v1/secret/data/a", answer)
    with pytest.raises(mended["VaultError"]) as refused:
        safe.get_secret("a")
    assert str(refused.value) == f"GET {stage.url}/v1/secret/data/a : {said}"


def test_every_call_but_the_quoted_ones_has_a_timeout():
    quoted = {"vault-client"}
    cells = {id_: ANSWERS.get(id_.removeprefix("reponse-"), code) for id_, code in CODE.items()}
    methods = {"requests.get", "requests.post", "requests.request", "session.get", "self.session.request"}
    calls = [
        (id_, call)
        for id_, code in cells.items()
        if id_ not in quoted
        for call in ast.walk(ast.parse(code))
        if isinstance(call, ast.Call) and ast.unparse(call.func) in methods
    ]
    assert len(calls) > 10
    assert [id_ for id_, call in calls if not any(word.arg == "timeout" for word in call.keywords)] == []
