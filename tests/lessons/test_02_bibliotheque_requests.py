"""Lesson 02: its answers pass, typical mistakes are named, and the module's own examples are there."""

import ast
import re
from typing import Any

import nbformat
import pytest
import requests

from grader.checks.outcome import CheckResult, Outcome
from grader.checks.session import CheckSession, Scene, run_session
from grader.clock import Clock, hooks
from grader.paths import notebooks
from grader.stage import Stage
from grader.stage.grants import Grants
from grader.student.handle import Student
from grader.student.kernel import kernel_link

NAME = "02_bibliotheque_requests"
NOTEBOOK = nbformat.read(notebooks() / f"{NAME}.ipynb", as_version=4)
ANSWERS: dict[str, str] = NOTEBOOK.metadata["grader"]["answers"]
CODE = {cell.id: cell.source for cell in NOTEBOOK.cells if cell.cell_type == "code"}

BODY = '{"name": name, "email": email}'
BOOLEAN = "isinstance(value, bool):\n            value = str(value).lower()"
CONFUSED = "value in (True, False):\n            value = 'true' if value else 'false'"
RAISED_FIRST = """
        response.raise_for_status()
        if response.content:
            response.json()"""
READ_FIRST = """
        response.json()
        response.raise_for_status()"""
TIMEOUT_FIRST = """
    except requests.Timeout:
        return "lent"
    except requests.HTTPError as error:"""
CONNECTION_FIRST = """
    except requests.ConnectionError:
        return "injoignable"
    except requests.Timeout:
        return "lent"
    except requests.HTTPError as error:"""
FAMILY_FIRST = """
    except requests.RequestException:
        return "injoignable"
    except requests.HTTPError as error:"""

GUESSED_EMAIL = """
def get_email(user_id, base_url):
    return requests.get(f"{base_url}/users/{user_id}").json().get("email")
"""
BARE_EXCEPT = """
def get_email(user_id, base_url):
    try:
        response = requests.get(f"{base_url}/users/{user_id}")
        return response.json()["email"] if response.ok else None
    except:
        return None
"""
EXCEPT_KEY = """
def create_user(name, email, base_url):
    try:
        return requests.post(f"{base_url}/users", json={"name": name, "email": email}).json()["id"]
    except (KeyError, ValueError):
        return None
"""
EVERYTHING = """
def diagnose(url, timeout=3):
    try:
        response = requests.get(url, timeout=timeout)
        response.raise_for_status()
        if response.content:
            response.json()
        return "ok"
    except Exception:
        return "injoignable"
"""

# What stops a check before it has compared anything: no request, or an exception instead of a value.
NOTHING_COMPARED = ("Aucune requête n'est arrivée", "Testez d'abord", "L'exception HTTPError sort")
NOTHING_COMPARED += (
    "testez d'abord response.content",
    "et non le seul code 204",
    "attrapez requests.Timeout",
)

# Question, what is changed in its reference answer, and a part of the sentence that names the mistake.
MISTAKES = [
    ("adresse", '["email"]', "", "renvoie tout le compte"),
    ("adresse", "response.status_code == 404", "False", "Testez d'abord response.status_code"),
    ("adresse", "{base_url}", "https://api.example.com", "Aucune requête n'est arrivée à base_url"),
    ("adresse", "/users/{user_id}", "/user/{user_id}", "est partie vers /user/7"),
    ("adresse", ANSWERS["adresse"], GUESSED_EMAIL, "ce corps n'est pas un compte"),
    ("adresse", ANSWERS["adresse"], BARE_EXCEPT, "votre fonction le cache"),
    ("adresse", "{base_url}", "", "Votre code a levé MissingSchema: Invalid URL '/users/7'"),
    ("adresse", "{base_url}", "https://api.example.com", "demandé https://api.example.com/users/7"),
    ("adresse", "{user_id}", "7", "est partie vers /users/7 ; l'énoncé demande /users/12"),
    ("filtres", "isinstance(value, bool)", "False", "requests a écrit le booléen de Python tel quel"),
    ("filtres", BOOLEAN, CONFUSED, "1 == True"),
    ("filtres", "isinstance(value, bool)", 'key == "active"', "tel quel : archived=True"),
    ("filtres", "isinstance(value, bool)", "True", "ne changez que les booléens"),
    (
        "filtres",
        '", params=params',
        '?" + "&".join(f"{k}={v}" for k, v in params.items())',
        "coupée au « & »",
    ),
    ("filtres", "params=params", "json=params", "partis dans le corps"),
    ("filtres", 'user["name"]', "user", "renvoie les comptes entiers"),
    ("creation", "json=", "data=", "l'API attend du JSON (json=)"),
    ("creation", "json=", "params=", "elles vont dans le corps"),
    ("creation", f"json={BODY}", f"json=__import__('json').dumps({BODY})", "converti deux fois"),
    ("creation", f"json={BODY}", f"data=__import__('json').dumps({BODY})", "Content-Type ne le dit pas"),
    ("creation", ".post", ".put", "La requête est un PUT"),
    ("creation", '["id"]', "", "renvoyez son champ « id »"),
    ("creation", "response.status_code != 201", "False", "Testez d'abord response.status_code"),
    ("creation", "!= 201", "in (409, 422)", "L'API a répondu 503, et non 201"),
    ("creation", "response.status_code != 201", "not response.ok", "L'API a répondu 200, et non 201"),
    ("creation", ANSWERS["creation"], EXCEPT_KEY, "L'API a répondu 422, et non 201"),
    ("creation", "    if", "    response.raise_for_status()\n    if", "L'exception HTTPError sort"),
    ("connexion", "data=", "json=", "/login attend un formulaire"),
    ("connexion", "data=", "params=", "mot de passe est parti dans l'URL"),
    ("connexion", '["token"]', "", "gardez le champ « token »"),
    ("connexion", "response.status_code == 401", "False", "Testez d'abord response.status_code"),
    ("suppression", " if response.content else None", "", "testez d'abord response.content"),
    ("suppression", "if response.content", "if response.status_code != 204", "et non le seul code 204"),
    ("suppression", "else None", "else {}", "Sans corps, la seconde valeur est None"),
    ("suppression", "return response.status_code, body", "return body", "doit renvoyer deux valeurs"),
    ("suppression", ".delete", ".get", "La requête est un GET"),
    ("page-protegee", "Bearer {token}", "{token}", "Il manque le mot « Bearer »"),
    ("page-protegee", "headers=headers", 'params={"token": token}', "Le jeton est parti dans l'URL"),
    ("page-protegee", ", headers=headers", "", "n'a pas d'en-tête Authorization"),
    ("page-protegee", '"Accept": "application/json",', "", "L'en-tête Accept n'annonce pas"),
    ("page-protegee", '"User-Agent": "inventaire/1.0",', "", "L'en-tête User-Agent n'est pas"),
    ("page-protegee", "(401, 403)", "(401,)", "L'API a répondu 403"),
    ("delai", ", timeout=timeout", "", "sans délai maximal"),
    ("delai", "timeout=timeout", "timeout=10", "Appelée avec timeout=2, votre fonction attend 10 s"),
    ("delai", "requests.Timeout", "requests.HTTPError", "attrapez requests.Timeout"),
    ("delai", "requests.Timeout", "requests.ReadTimeout", "ConnectTimeout sort de votre fonction"),
    ("delai", "requests.Timeout", "Exception", "Votre except attrape trop"),
    ("delai", '["items"]', "", "renvoyez son champ « items »"),
    ("diagnostic", "        response.raise_for_status()\n", "", "vous avez oublié raise_for_status()"),
    ("diagnostic", RAISED_FIRST, READ_FIRST, "raise_for_status() avant de lire le corps"),
    ("diagnostic", ", timeout=timeout", "", "donnez-lui timeout="),
    ("diagnostic", "if response.content:", "if True:", "Un 204 n'a pas de corps"),
    ("diagnostic", "response.json()", "response.text", "appelez response.json() pour le vérifier"),
    ("diagnostic", TIMEOUT_FIRST, CONNECTION_FIRST, "ConnectTimeout est aussi une ConnectionError"),
    ("diagnostic", TIMEOUT_FIRST, FAMILY_FIRST, "Un except plus large a attrapé ReadTimeout"),
    ("diagnostic", "requests.RequestException", "requests.HTTPError", "L'exception ConnectionError sort"),
    ("diagnostic", "requests.RequestException", "requests.ConnectionError", "ChunkedEncodingError sort"),
    ("diagnostic", ANSWERS["diagnostic"], EVERYTHING, "Un except plus large a attrapé HTTPError"),
    ("diagnostic", ANSWERS["diagnostic"], EVERYTHING, "Un except plus large a attrapé JSONDecodeError"),
    ("diagnostic", "exceptions.MissingSchema", "URLRequired", "c'est l'URL qui est incomplète"),
    ("desactivation", '{"active": False}', '{"active": "false"}', "parti comme un texte"),
    ("desactivation", "json=", "data=", "le JSON d'un seul champ"),
    ("desactivation", ".patch", ".put", "La requête est un PUT"),
    ("desactivation", "timeout=timeout", "timeout=10", "n'attend pas le délai demandé"),
    ("desactivation", "    response.raise_for_status()\n", "", "appelez response.raise_for_status()"),
    ("desactivation", "return response.json()", "return response.status_code", "tel que l'API le décrit"),
]


@pytest.fixture(scope="module")
def results() -> dict[tuple[str, str], list[CheckResult]]:
    """What the checks say of every stub, answer and mistake: by question and code, judged in one session."""
    cases = [(question, CODE[f"reponse-{question}"]) for question in ANSWERS]
    cases += ANSWERS.items()
    cases += [(question, _mistaken(question, old, new)) for question, old, new, _ in MISTAKES]
    found: dict[tuple[str, str], list[CheckResult]] = {}
    hooks.install()
    run_session(
        [notebooks() / f"test_{NAME}.py"],
        lambda session: found.update({case: _judged(session, *case) for case in cases}),
    )
    return found


def _mistaken(question: str, old: str, new: str) -> str:
    assert old in ANSWERS[question], f"the answer to {question} no longer contains {old!r}"
    return ANSWERS[question].replace(old, new)


def _judged(session: CheckSession, question: str, code: str) -> list[CheckResult]:
    namespace: dict[str, Any] = {"requests": requests}
    exec(code, namespace)
    clock = Clock()
    stage = Stage(clock)
    link = kernel_link(namespace, stage, Grants(clock, stage))
    results = []
    for item in session.items[question]:
        stage.reset()
        clock.reset()
        results.append(session.run(item, Scene(Student(link), stage, clock)))
    stage.close()
    return results


@pytest.mark.parametrize("question", ANSWERS)
def test_stub_is_not_attempted(results, question):
    outcomes = {result.outcome for result in results[question, CODE[f"reponse-{question}"]]}
    assert outcomes == {Outcome.NOT_ATTEMPTED}


@pytest.mark.parametrize("question", ANSWERS)
def test_reference_answer_passes(results, question):
    assert [r for r in results[question, ANSWERS[question]] if r.outcome is not Outcome.PASSED] == []


@pytest.mark.parametrize(
    ("question", "old", "new", "sentence"),
    MISTAKES,
    ids=[f"{question}: {said}" for question, *_, said in MISTAKES],
)
def test_mistake_is_named(results, question, old, new, sentence):
    told = [result.message for result in results[question, _mistaken(question, old, new)]]
    assert any(sentence in message for message in told), told


def test_failed_comparison_shows_what_was_expected_and_what_came(results):
    judged = [result for told in results.values() for result in told if result.outcome is Outcome.FAILED]
    compared = [r for r in judged if not any(said in r.message for said in NOTHING_COMPARED)]
    assert len(compared) > len(MISTAKES)
    assert [r.message for r in compared if r.expected is None or r.got is None] == []


def test_every_question_has_hints_in_steps():
    hinted: dict[str, int] = {}
    run_session(
        [notebooks() / f"test_{NAME}.py"],
        lambda session: hinted.update({name: len(asked.hints) for name, asked in session.questions.items()}),
    )
    assert hinted.keys() == ANSWERS.keys()
    assert min(hinted.values()) >= 2


@pytest.mark.parametrize(
    "example",
    [
        "pip install requests",
        'requests.get("https://api.example.com/users")',
        "print(response.status_code)",
        "print(response.json())",
        "print(response.text)",
        "print(response.headers)",
        'params={"page": 1, "limit": 10, "active": True}',
        '"https://api.example.com/users",\n    json={"name": "John", "email": "john@example.com"}',
        '"https://api.example.com/login",\n    data={"username": "admin", "password": "secret"}',
        'requests.put(\n    "https://api.example.com/users/123",\n    json={"name": "John Updated"}',
        'requests.delete("https://api.example.com/users/123")',
        '"Content-Type": "application/json"',
        '"User-Agent": "MyApp/1.0"',
        'requests.get("https://api.example.com/protected", headers=headers)',
        'data = safe_request("https://api.example.com/data")',
    ],
)
def test_example_of_the_module_is_there(example):
    assert any(example in cell.source for cell in NOTEBOOK.cells)


@pytest.fixture
def stage():
    stage = Stage()
    yield stage
    stage.close()


@pytest.fixture
def safe_request():
    """The function as the lesson defines it, without the call that follows it."""
    tree = ast.parse(CODE["safe-request"])
    tree.body = [node for node in tree.body if isinstance(node, ast.ImportFrom | ast.FunctionDef)]
    namespace: dict[str, Any] = {"requests": requests}
    exec(compile(tree, "safe-request", "exec"), namespace)
    return namespace["safe_request"]


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
