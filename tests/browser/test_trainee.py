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


def test_every_cell_of_the_lesson_runs(lesson):
    assert errors(lesson) == []
    assert not [out for out in lesson.outputs() if out.get("name") == "stderr"]


def test_diagrams_are_drawn(lesson):
    assert lesson.page.evaluate(
        """async () => {
            const content = window.jupyterapp.shell.currentWidget.content;
            const mermaid = cell => cell.model.sharedModel.getSource().includes('```mermaid');
            const index = content.widgets.findIndex(mermaid);
            await content.scrollToItem(index, 'center');
            for (let wait = 0; wait < 50; wait++) {
                const drawn = '.jp-RenderedMermaid img, .jp-RenderedMermaid svg';
                if (content.widgets[index].node.querySelector(drawn)) return true;
                await new Promise(done => setTimeout(done, 200));
            }
            return false;
        }"""
    )


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
