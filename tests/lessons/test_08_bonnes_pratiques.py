"""Lesson 08: the script that was found has the flaws it is shown for, and the mended one has none of them."""

import ast
import re
from datetime import date
from typing import Any

import nbformat
import pytest
import requests
import urllib3

from grader.checks.choice import choices_of
from grader.paths import notebooks
from grader.stage import Answer, Stage

NAME = "08_bonnes_pratiques"
NOTEBOOK = nbformat.read(notebooks() / f"{NAME}.ipynb", as_version=4)
CODE = {cell.id: cell.source for cell in NOTEBOOK.cells if cell.cell_type == "code"}
TEXTS = [cell.source for cell in NOTEBOOK.cells if cell.cell_type == "markdown"]
DEFINING = (
    "demarrer",
    "le-script",
    "erreur-de-reglage",
    "ouvrir-session",
    "chercher-ticket",
    "refait-session",
    "refait-lire",
    "refait-ticket",
    "refait-main",
)
KEY = "sk-12345"
DAY = date(2026, 1, 5)


@pytest.fixture(scope="module")
def lesson(defined_by) -> dict[str, Any]:
    """The lesson's functions, without what its cells do with them."""
    names = defined_by(*(CODE[cell] for cell in DEFINING), variables=("logger", "NEEDED"))
    names["logger"].setLevel("INFO")
    return names


@pytest.fixture(autouse=True)
def waits(lesson, monkeypatch) -> list[float]:
    """The waits of the scripts, noted instead of waited."""
    noted: list[float] = []
    monkeypatch.setattr("time.sleep", noted.append)
    return noted


@pytest.fixture(autouse=True)
def warnings_as_before(monkeypatch) -> None:
    """What the script silences for the whole program stays as it was."""
    monkeypatch.setattr(urllib3, "disable_warnings", lambda: None)


class Desk:
    """The API that a script meets: three inactive accounts, six events on two pages, and its tickets."""

    def __init__(self, stage: Stage, *accidents: Answer) -> None:
        self.rows: list[dict] = []
        self._accidents = list(accidents)
        users = [{"id": number, "active": False} for number in range(3)]
        stage.route("/users", respond=lambda request: self._users(request, users))
        stage.route("/events", respond=lambda request: self._events(stage, request))
        stage.route("/tickets", method="GET", respond=lambda request: Answer(json={"data": self.rows}))
        stage.route("/tickets", method="POST", respond=self._take)

    @staticmethod
    def _users(request, users) -> Answer:
        first = request.query.get("page", ["1"]) == ["1"]
        return Answer(json={"data": users if first else [], "total": len(users)})

    @staticmethod
    def _events(stage, request) -> Answer:
        page = [{"kind": "login-failed"}, {"kind": "login"}, {"kind": "login-failed"}]
        last = "after" in request.query
        return Answer(
            json=page, headers={} if last else {"Link": f'<{stage.url}/events?after=3>; rel="next"'}
        )

    def _take(self, request) -> Answer:
        self.rows.append({"id": 501 + len(self.rows), **request.json})
        return self._accidents.pop(0) if self._accidents else Answer(status=201, json=self.rows[-1])


def run(lesson, stage, day=DAY) -> int:
    return lesson["main"]({"REPORT_API": stage.url, "REPORT_KEY": KEY}, day)


def test_example_of_the_module_is_there_word_for_word():
    bad_and_good = """# MAUVAIS
api_key = "sk-12345"  # Secret dans le code!

# BON
import os
api_key = os.environ.get("API_KEY")"""
    assert CODE["mauvais-bon"] == bad_and_good


@pytest.mark.parametrize("rule", ["délais", "sessions", "attente croissante", "Journaliser", "secrets"])
def test_the_five_rules_of_the_module_are_there(rule):
    plan = next(text for text in TEXTS if "Points clés à retenir" in text)
    assert any(rule in line for line in plan.splitlines() if line.startswith("|"))


def test_the_three_exercises_of_the_module_are_pointed_to():
    pointer = next(text for text in TEXTS if text.startswith("## Exercices pratiques"))
    assert "(ex1_monitoring/ex1_monitoring.ipynb)" in pointer
    assert re.findall(r"\b[123]\. \w+", pointer) == ["1. Monitoring", "2. Sync", "3. API"]


def test_found_script_reads_one_page_and_the_mended_one_both(lesson, stage, capsys):
    desk = Desk(stage)
    lesson["nightly_report"](stage.url)
    assert run(lesson, stage) == 0
    assert [row["title"] for row in desk.rows] == [
        "3 comptes inactifs, 2 échecs de connexion",
        "Rapport du 2026-01-05 : 3 comptes inactifs, 4 échecs de connexion",
    ]


def test_found_script_tells_its_key_and_the_mended_one_does_not(lesson, stage, capsys, caplog):
    Desk(stage)
    lesson["nightly_report"](stage.url)
    assert KEY in capsys.readouterr().out
    assert run(lesson, stage) == 0
    out, err = capsys.readouterr()
    assert len(caplog.records) == 6
    assert KEY not in out + err + caplog.text


def test_found_script_connects_each_time_and_the_mended_one_once(lesson, stage):
    Desk(stage)
    lesson["nightly_report"](stage.url)
    connections = [request.connection for request in stage.requests]
    assert connections == list(range(1, len(connections) + 1))

    stage.reset()
    Desk(stage)
    run(lesson, stage)
    assert {request.connection for request in stage.requests} == {1}
    assert {request.headers["Authorization"] for request in stage.requests} == {f"Bearer {KEY}"}


def test_found_script_hammers_a_refusal_and_the_mended_one_stops(lesson, stage):
    refusal = Answer(status=401, json={"detail": "Clé révoquée."})
    stage.route("/users", *[refusal] * 50, Answer(json={"data": []}))
    stage.route("/events", json=[])
    tickets = stage.route("/tickets", refusal)
    lesson["nightly_report"](stage.url)
    assert (len(stage.requests), len(tickets.requests)) == (53, 1)

    stage.reset()
    stage.route("/users", refusal)
    assert run(lesson, stage) == 1
    assert len(stage.requests) == 1


def test_found_script_opens_two_tickets_and_the_mended_one_opens_one(lesson, stage, waits):
    desk = Desk(stage, Answer(drop=True))
    lesson["nightly_report"](stage.url)
    assert len(desk.rows) == 2

    stage.reset()
    desk = Desk(stage, Answer(drop=True))
    assert run(lesson, stage) == run(lesson, stage) == 0
    assert len(desk.rows) == 1
    assert waits == [1]


def test_mended_script_gives_up_after_three_tries(lesson, stage, waits):
    Desk(stage)
    stage.route("/tickets", method="POST", drop=True)
    assert run(lesson, stage) == 1
    assert waits == [1, 2]


def test_mended_script_waits_for_a_service_that_restarts(lesson, stage):
    Desk(stage)
    route = stage.route("/users", Answer(status=503), Answer(json={"total": 3}))
    assert run(lesson, stage) == 0
    assert len(route.requests) == 2


def test_mended_script_keeps_its_key_from_another_host(lesson, stage):
    Desk(stage)
    stage.route("/events", json=[], headers={"Link": '<https://elsewhere.example/events>; rel="next"'})
    assert run(lesson, stage) == 1


def test_missing_settings_are_all_named(lesson, caplog):
    assert lesson["main"]({}, DAY) == 2
    assert caplog.messages == ["Variables absentes ou vides : REPORT_API, REPORT_KEY"]


def test_a_bug_is_not_hidden(lesson, stage):
    Desk(stage)
    stage.route("/users", json={"data": []})  # no « total »: not what the API promises
    with pytest.raises(KeyError, match="total"):
        run(lesson, stage)


def test_a_missing_certificate_is_no_exception_of_requests():
    with pytest.raises(OSError, match="CA certificate") as refused:
        requests.get("https://api.example.com/users/123", verify="ca.pem", timeout=10)
    assert not isinstance(refused.value, requests.RequestException)


def test_only_the_found_script_lacks_a_timeout():
    without = []
    for cell, source in [*CODE.items(), *NOTEBOOK.metadata["grader"]["answers"].items()]:
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
        asking = [
            call for call in calls if re.match(r"(requests|session)\.(get|post)$", ast.unparse(call.func))
        ]
        without += [cell for call in asking if "timeout" not in {word.arg for word in call.keywords}]
    assert without == ["le-script"] * 3


CHOICES = choices_of(notebooks() / f"test_{NAME}.py")


def test_final_quiz_covers_the_whole_course():
    assert 15 <= len(CHOICES) <= 20
    said = " ".join(option.why for choice in CHOICES.values() for option in choice.options)
    named = set(re.findall(r"leçon (\d\d[abc]?)", said))
    assert named == {"01", "02", "03", "04", "05a", "05b", "05c", "06", "07", "08"}


@pytest.mark.parametrize("name", CHOICES)
def test_every_wrong_answer_says_which_lesson_to_read(name):
    wrong = [option.why for option in CHOICES[name].options if not option.is_right]
    assert [why for why in wrong if not re.search(r"leçon \d\d", why)] == []


def test_final_quiz_repeats_no_earlier_question():
    earlier = list(notebooks().glob("test_0[0-7]*.py"))
    asked = {choice.text for file in earlier for choice in choices_of(file).values()}
    assert asked
    assert asked.isdisjoint(choice.text for choice in CHOICES.values())


def test_texts_have_their_no_break_spaces():
    prose = [re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL) for text in TEXTS]
    assert [text for text in prose if re.search(r" [:;!?»]|« ", text)] == []
