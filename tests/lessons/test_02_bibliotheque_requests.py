"""Lesson 02: its functions work, and the module's own examples are there."""

import ast
import re

import nbformat
import pytest

from grader.paths import notebooks

NAME = "02_bibliotheque_requests"
NOTEBOOK = nbformat.read(notebooks() / f"{NAME}.ipynb", as_version=4)
ANSWERS: dict[str, str] = NOTEBOOK.metadata["grader"]["answers"]
CODE = {cell.id: cell.source for cell in NOTEBOOK.cells if cell.cell_type == "code"}


@pytest.fixture
def safe_request(defined_by):
    """The function as the lesson defines it, without the call that follows it."""
    return defined_by(CODE["demarrer"], CODE["safe-request"])["safe_request"]


def test_safe_request_returns_json(safe_request, stage):
    assert safe_request(stage.route("/data", json={"status": "ok"}).url) == {"status": "ok"}


def test_safe_request_tells_failures_apart(safe_request, stage, capsys):
    stage.route("/absent", status=404)
    silent = stage.route("/lent", hang=True)
    for url, timeout in ((silent.url, 0.05), (stage.refused_url, 1), (f"{stage.url}/absent", 1)):
        assert safe_request(url, timeout=timeout) is None
    told = [line.split(" : ")[0] for line in capsys.readouterr().out.splitlines()]
    assert told == ["Timeout", "Erreur de connexion", "Erreur HTTP 404"]


def test_every_call_has_a_timeout_once_they_are_taught():
    ids = list(CODE)
    taught = ids[ids.index("avec-timeout") :]
    calls = [(id_, call) for id_ in taught for call in _requests_calls(ANSWERS.get(id_[8:]) or CODE[id_])]
    assert calls
    assert [id_ for id_, call in calls if not any(word.arg == "timeout" for word in call.keywords)] == []


def _requests_calls(source: str) -> list[ast.Call]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        call for call in calls if re.match(r"requests\.(get|post|put|patch|delete)$", ast.unparse(call.func))
    ]


def test_texts_have_their_no_break_spaces():
    texts = [cell.source for cell in NOTEBOOK.cells if cell.cell_type == "markdown"]
    prose = [re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL) for text in texts]
    assert [text for text in prose if re.search(r" [:;!?»]|« ", text)] == []
