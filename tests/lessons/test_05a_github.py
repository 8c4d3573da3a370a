"""Lesson 05a: the module's client works, its flaws show, and the lesson's own client mends them."""

import ast
from typing import Any

import nbformat
import pytest
import requests
import yaml

from grader.execution import execute
from grader.paths import cassettes, notebooks
from grader.stage import Answer

NAME = "05a_github"
NOTEBOOK = nbformat.read(notebooks() / f"{NAME}.ipynb", as_version=4)
CODE = {cell.id: cell.source for cell in NOTEBOOK.cells if cell.cell_type == "code"}
TOKEN = "ghp_your_token_here"


def defined(cell: str, name: str) -> Any:
    """Return the class that a cell defines, without running its calls."""
    tree = ast.parse(CODE[cell])
    tree.body = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    namespace: dict[str, Any] = {"requests": requests}
    exec(compile(tree, cell, "exec"), namespace)
    return namespace[name]


@pytest.fixture
def old_client(stage):
    """The module's client, which can only be sent elsewhere by changing its class."""
    client = defined("client-initial", "GitHubClient")
    client.BASE_URL = stage.url
    return client(TOKEN)


@pytest.fixture
def new_client(stage):
    with defined("client-moderne", "GitHub")(TOKEN, base_url=f"{stage.url}/", timeout=3) as client:
        yield client


def test_old_client_lists_repositories_with_one_request_too_many(old_client, stage):
    stage.route("/orgs/myorg/repos", Answer(json=[{"name": "atlas"}]), Answer(json=[]))
    assert old_client.get_repos("myorg") == [{"name": "atlas"}]
    assert len(stage.requests) == 2
    assert stage.requests[0].headers["Authorization"] == f"token {TOKEN}"


def test_new_client_needs_one_request_for_one_page(new_client, stage):
    stage.route("/orgs/myorg/repos", json=[{"name": "atlas"}])
    assert new_client.get_repos("myorg") == [{"name": "atlas"}]
    assert [request.target for request in stage.requests] == ["/orgs/myorg/repos?per_page=100"]
    headers = stage.requests[0].headers
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["X-GitHub-Api-Version"] == "2022-11-28"


def test_new_client_follows_links_as_they_are(new_client, stage):
    following = f'<{stage.url}/organizations/9001/repos?after=abc>; rel="next"'
    stage.route("/orgs/myorg/repos", json=[{"name": "atlas"}], headers={"Link": following})
    stage.route("/organizations/9001/repos", json=[{"name": "infra"}])
    assert [repository["name"] for repository in new_client.get_repos("myorg")] == ["atlas", "infra"]
    assert stage.requests[1].target == "/organizations/9001/repos?after=abc"


def test_both_clients_create_an_issue(old_client, new_client, stage):
    stage.route("/repos/myorg/atlas/issues", status=201, json={"number": 13}, method="POST")
    for client in (old_client, new_client):
        assert client.create_issue("myorg", "atlas", "Titre", "Texte") == {"number": 13}
    assert [request.json for request in stage.requests] == [{"title": "Titre", "body": "Texte"}] * 2


def test_both_clients_raise_a_refusal(old_client, new_client, stage):
    stage.route("/orgs/myorg/repos", status=404, json={"message": "Not Found"})
    for client in (old_client, new_client):
        with pytest.raises(requests.HTTPError):
            client.get_repos("myorg")


def test_new_client_sets_a_timeout_where_the_old_one_has_none(old_client, new_client, stage):
    seen = []
    stage.route("/orgs/myorg/repos", json=[])
    for client in (old_client, new_client):
        client.session.hooks["response"].append(lambda _, **options: seen.append(options["timeout"]))
        client.get_repos("myorg")
    assert seen == [None, 3]


def test_new_client_shows_no_token_without_one(stage):
    stage.route("/orgs/myorg/repos", json=[])
    with defined("client-moderne", "GitHub")(base_url=stage.url) as client:
        client.get_repos("myorg")
    assert "Authorization" not in stage.requests[0].headers


def test_every_answer_says_where_it_comes_from():
    cassette = yaml.safe_load((cassettes() / f"{NAME}.yaml").read_text(encoding="utf-8"))
    real = set()
    for one in cassette["interactions"]:
        (source,) = one["response"]["headers"]["X-Cours"]
        assert source.startswith(("api.github.com, @octokit/fixtures", "doublure d'api.github.com"))
        if source.startswith("api.github.com"):
            real.add(one["cell"])
    assert real == {
        *("link-premiere-page", "link-suivante", "detail-422", "client-moderne-pages"),
        *("renomme-lecture", "renomme-ecriture"),
    }


TRIES = """
for per_page in (2, 3, 4, 5, 6, 12, 100):
    with GitHub() as github:
        assert len(list(github.paginate("/repos/myorg/infra/labels", per_page=per_page))) == 12
for token in ("ghp_your_token_here", "ghp_externe", "ghp_revoque", None):
    for repository in ("atlas", "coffre", "absent"):
        assert ask(token, repository).status_code in (200, 401, 404)
labels = requests.get("https://api.github.com/repos/myorg/infra/labels", params={"per_page": 100}, timeout=10)
assert len(labels.json()) == 12
servers = "https://api.example.com/servers"
known = {"If-None-Match": requests.get(servers, timeout=10).headers["ETag"]}
assert requests.get(servers, headers=known, timeout=10).status_code == 304
for tag, status in ((etag, 304), ('"ancienne"', 200), (None, 200)):
    assert session.get(url, headers={"If-None-Match": tag}, timeout=10).status_code == status
"""


def test_what_trainees_are_invited_to_try_is_answered():
    tried = nbformat.from_dict({**NOTEBOOK, "cells": [*NOTEBOOK.cells, nbformat.v4.new_code_cell(TRIES)]})
    last = execute(tried, cwd=notebooks()).cells[-1]
    assert [output for output in last.outputs if output.output_type == "error"] == []
