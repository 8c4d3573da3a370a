"""Lesson 01: the module's two lists are there and hold, and every status code is met in a real answer."""

import ast
import re

import nbformat
import pytest

from grader.paths import cassettes, notebooks
from grader.replay.cassette import Interaction, load

NAME = "01_principes_rest"
NOTEBOOK = nbformat.read(notebooks() / f"{NAME}.ipynb", as_version=4)
ANSWERS: dict[str, str] = NOTEBOOK.metadata["grader"]["answers"]
CODE = {cell.id: cell.source for cell in NOTEBOOK.cells if cell.cell_type == "code"}
RECORDED = load(cassettes() / f"{NAME}.yaml")


def recorded(cell: str) -> list[Interaction]:
    return [interaction for interaction in RECORDED if interaction.cell == cell]


def statuses(cell: str) -> list[int]:
    return [interaction.answer.status for interaction in recorded(cell)]


def constant(cell: str, name: str):
    """Return the value of a constant of a cell, as it is written there."""
    assigned = [node for node in ast.parse(CODE[cell]).body if isinstance(node, ast.Assign)]
    return next(ast.literal_eval(node.value) for node in assigned if ast.unparse(node.targets[0]) == name)


@pytest.mark.parametrize(
    "row",
    [
        "| Méthode | Action | Idempotent |",
        "| GET | Lire une ressource | Oui |",
        "| POST | Créer une ressource | Non |",
        "| PUT | Remplacer une ressource | Oui |",
        "| PATCH | Modifier partiellement | Non |",
        "| DELETE | Supprimer une ressource | Oui |",
    ],
)
def test_row_of_the_modules_table_is_there(row):
    assert any(row in cell.source for cell in NOTEBOOK.cells)


def test_the_methods_of_python_are_those_of_the_table():
    rows = [f"| {m} | {action} | {'Oui' if yes else 'Non'} |" for m, (action, yes) in _methods().items()]
    assert len(rows) == 5
    assert all(any(row in cell.source for cell in NOTEBOOK.cells) for row in rows)


def _methods() -> dict[str, tuple[str, bool]]:
    return constant("methodes", "METHODS")


def test_status_codes_of_the_module_are_there_with_their_comments():
    assert constant("codes", "STATUS_CODES") == {
        200: "OK",
        201: "Created",
        204: "No Content",
        301: "Moved Permanently",
        302: "Found (Temporary Redirect)",
        304: "Not Modified",
        400: "Bad Request",
        401: "Unauthorized",
        403: "Forbidden",
        404: "Not Found",
        429: "Too Many Requests",
        500: "Internal Server Error",
        502: "Bad Gateway",
        503: "Service Unavailable",
    }
    families = ["# 2xx - Succès", "# 3xx - Redirection", "# 4xx - Erreur Client", "# 5xx - Erreur Serveur"]
    assert re.findall("# .*", CODE["codes"]) == families


def test_every_code_is_met_in_an_answer_of_the_api():
    met = {one.answer.status for one in RECORDED if one.request.host == "api.example.com"}
    assert met >= {*constant("codes", "STATUS_CODES"), 405, 406, 409, 412, 415, 422}


def test_the_round_meets_every_code_of_the_module():
    assert set(statuses("tour-des-codes")) >= set(constant("codes", "STATUS_CODES"))


@pytest.mark.parametrize(
    ("cell", "answers"),
    [
        ("get-trois-fois", [200, 200, 200]),
        ("put-deux-fois", [201, 200, 200]),
        ("post-deux-fois", [201, 201]),
        ("delete-deux-fois", [204, 404, 404]),
        ("patch-ajout", [200, 200]),
        ("patch-valeur", [200, 200]),
        ("trop-de-requetes", [200, 200, 429]),
        ("post-perdu", [301, 200]),
        ("negocier-406", [406]),
        ("etag", [200, 304]),
        ("etag-apres-changement", [200, 200, 200]),
        ("modification-perdue", [200, 200, 412]),
    ],
)
def test_proof_was_recorded(cell, answers):
    assert statuses(cell) == answers


def test_two_posts_made_two_resources():
    places = [one.answer.header("Location") for one in recorded("post-deux-fois")]
    assert len(set(places)) == 2


def test_patch_adds_twice_but_sets_once():
    added, fixed = ([one.answer.body for one in recorded(f"patch-{what}")] for what in ("ajout", "valeur"))
    assert len(set(added)) == 2
    assert len(set(fixed)) == 1


def test_a_304_has_no_body():
    assert [one.answer.body for one in RECORDED if one.answer.status == 304] == [b""] * 12


def test_every_call_has_a_timeout():
    cells = [ANSWERS.get(id_.removeprefix("reponse-"), source) for id_, source in CODE.items()]
    calls = [call for source in cells for call in _requests_calls(source)]
    assert len(calls) > 40
    assert [ast.unparse(c) for c in calls if not any(word.arg == "timeout" for word in c.keywords)] == []


def _requests_calls(source: str) -> list[ast.Call]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    verbs = r"requests\.(get|post|put|patch|delete|request)$"
    return [call for call in calls if re.match(verbs, ast.unparse(call.func))]


def test_texts_have_their_no_break_spaces():
    texts = [cell.source for cell in NOTEBOOK.cells if cell.cell_type == "markdown"]
    prose = [re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL) for text in texts]
    assert [text for text in prose if re.search(r" [:;!?»]|« ", text)] == []
