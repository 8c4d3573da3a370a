"""A trainee's morning, in a real JupyterLab: a lesson, a practice question, an exercise, Validate."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LESSON = "02_bibliotheque_requests"
WRONG = """def list_names(filters, base_url="https://api.example.com"):
    response = requests.get(f"{base_url}/users", params=filters)
    return [user["name"] for user in response.json()["data"]]
"""


def answers(name: str) -> dict[str, str]:
    """Return a lesson's answers, by question."""
    notebook = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
    return notebook["metadata"]["grader"]["answers"]


def errors(desk) -> list[str]:
    return [f"{out['id']}: {out['ename']}" for out in desk.outputs() if out["output_type"] == "error"]


@pytest.fixture(scope="module")
def lesson(desk):
    """Lesson 02, all its cells run."""
    desk.open(f"{LESSON}.ipynb")
    desk.run_all()
    return desk


def test_a_question_is_answered_wrongly_then_with_a_hint_then_rightly(lesson):
    assert "pas commencé" in lesson.output("filtres")
    lesson.set_source("reponse-filtres", WRONG)
    lesson.run("reponse-filtres")
    told = lesson.run("filtres")
    assert "échoué" in told
    assert "Attendu" in told
    assert "GET /users" in told  # the conversation that led there

    lesson.set_source("aide-filtres", 'hint("filtres")')
    assert "Indice 1 sur" in lesson.run("aide-filtres")
    lesson.set_source("aide-filtres", 'solution("filtres")')
    assert "Afficher la solution" in lesson.run("aide-filtres")

    lesson.set_source("reponse-filtres", answers(LESSON)["filtres"])
    lesson.run("reponse-filtres")
    told = lesson.run("filtres")
    assert "échoué" not in told
    assert "réussi" in told


def test_an_added_cell_is_answered_live(lesson):
    lesson.set_source("aide-filtres", 'print(requests.get("https://api.example.com/users/107").json()["id"])')
    told = lesson.run("aide-filtres")
    assert "107" in told
    assert "En direct" in told


def test_a_quiz_is_answered_with_clicks_and_counts_as_done(desk):
    desk.open("00_accueil.ipynb")
    desk.run_all()
    desk.output("quiz-ordre")
    shown = desk.page.locator(".jp-OutputArea").filter(has_text="Par quelle cellule commencer")
    shown.get_by_role("button", name="A", exact=True).click()
    shown.get_by_text("le noyau redémarré a tout oublié").wait_for()
    shown.get_by_role("button", name="B", exact=True).click()
    shown.get_by_text("elle prépare tout").wait_for()
    assert "1/2" in desk.run("ma-progression")


def test_the_exercise_runs_to_its_end_without_any_answer(desk):
    desk.open("ex1_monitoring/ex1_monitoring.ipynb")
    desk.run_all()
    assert errors(desk) == []
    assert "Total des vérifications visibles" in desk.output("verifier-tout")


@pytest.mark.parametrize("notebook", [f"{LESSON}.ipynb", "ex1_monitoring/ex1_monitoring.ipynb"])
def test_validate_says_what_check_says(desk, notebook):
    desk.open(notebook)
    desk.page.locator(".jp-NotebookPanel-toolbar").get_by_text("Validate").click(force=True)
    dialog = desk.page.locator(".jp-Dialog")
    dialog.get_by_text("vérification").first.wait_for(timeout=120_000)
    told = dialog.inner_text()
    assert "n'est pas encore écrite" in told.replace("\u00a0", " ")
