"""A lesson and an exercise in a real kernel, as "Run all" runs them."""

import os

import pytest

START = "from grader import Stage, check, hint, solution, start\nservices = start('{}')"
DEMONSTRATION = '''
def demonstration(stage):
    """Script one service."""
    return {"catalogue": stage.route("/catalogue", json={"status": "ok"}).url}
'''
LESSON = {
    "trop-tot": "from grader import check\ncheck('double')",
    "debut": START.format("lecon"),
    "services": "services",
    "stub": 'def double(n):\n    raise NotImplementedError("à vous d\'écrire cette fonction")',
    "appel": "double(3)",
    "pas-commence": "check('double')",
    "solution-fermee": "solution('double')",
    "faux": "def double(n): return '<script>alert(1)</script>'",
    "echec": "check('double')",
    "indice": "hint('double')",
    "solution-ouverte": "solution('double')",
    "inconnue": "check('triple')",
    "bavard": """
        import logging
        logging.basicConfig()
        def double(n):
            logging.error("oups")
            print("dis donc")
            return n * 2
    """,
    "reussite": "check('double')",
    "illisible": "def double(n) return n",
    "version-davant": "check('double')",
    "lisible": "def double(n): return n + n",
    "version-lue": "check('double')",
    "boucle": """
        import grader.student.limit
        grader.student.limit.LIMIT = 0.05
        def double(n):
            while True: pass
    """,
    "sans-fin": "check('double')",
    "horloge": """
        import time
        from time import sleep
        grader.student.limit.LIMIT = 60
        def double(n):
            start = time.time()
            sleep(3600)
            return n * 2 * round((time.time() - start) / 3600)
    """,
    "patience": "check('double')",
    "temps-reel": "time.monotonic_ns() != time.monotonic_ns(), time.gmtime().tm_year >= 2026",
    "hors-ligne": """
        import requests
        try:
            requests.get("http://198.51.100.7/", timeout=30)
        except requests.ConnectionError as error:
            print("refusé", "unreachable" in str(error))
    """,
    "scene": "requests.get(Stage().route('/ici', text='réel').url, timeout=5).text",
    "delai": """
        try:
            requests.get(Stage().route('/lent', delay=60).url, timeout=0.01)
        except requests.Timeout:
            print("trop lent")
    """,
    "figure": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "encore": START.format("lecon"),
    "oublie": "solution('double')",
}


@pytest.fixture(scope="module")
def lesson_outputs(run_cells, write_lesson, tmp_path_factory):
    """Return the outputs of the lesson's cells."""
    folder = write_lesson(tmp_path_factory.mktemp("lecon"))
    return run_cells(folder, LESSON, allow_errors=True)


@pytest.fixture
def shown(lesson_outputs):
    """Return what gives the only output of a cell, by media type (an error: its name, text and lines)."""

    def of(name):
        (output,) = lesson_outputs[name]
        return output.get("data") or output

    return of


def test_check_before_start_is_one_sentence(shown):
    error = shown("trop-tot")
    assert error.ename == "UserError"
    assert len(error.traceback) == 1
    assert "Exécutez d'abord la première cellule" in error.traceback[0]


def test_start_shows_nothing_in_a_lesson(lesson_outputs):
    assert lesson_outputs["debut"] == lesson_outputs["services"] == []


def test_calling_an_unwritten_function_is_a_sentence_and_no_traceback(shown):
    assert shown("appel").text == "Pas encore écrit\u00a0: à vous d'écrire cette fonction.\n"


def test_a_table_tells_that_an_answer_is_not_written(shown):
    data = shown("pas-commence")
    assert data["text/plain"] == "0 vérification réussie sur 2"
    assert "pas commencé" in data["text/html"]


def test_the_solution_waits_for_an_attempt(shown):
    assert "Essayez d'abord" in shown("solution-fermee")["text/plain"]
    assert "Afficher la solution" in shown("solution-ouverte")["text/html"]


def test_a_failed_check_is_a_table_that_runs_nothing_of_the_students(shown):
    html = shown("echec")["text/html"]
    assert "échoué" in html
    assert "&lt;script&gt;" in html
    assert "<script" not in html


def test_a_hint_is_shown_as_a_note(shown):
    assert 'class="alert alert-info"' in shown("indice")["text/html"]


def test_an_unknown_question_is_one_line(shown):
    (line,) = shown("inconnue").traceback
    assert line == (
        "Ce notebook n'a pas de question «\u00a0triple\u00a0». "
        "Ses questions\u00a0: «\u00a0double\u00a0», «\u00a0somme\u00a0»."
    )


def test_a_cell_that_python_cannot_read_is_told_with_the_results_of_the_one_before(shown):
    assert "erreur de syntaxe" in shown("version-davant")["text/html"]
    assert shown("version-davant")["text/plain"] == "2 vérifications réussies sur 2"
    assert "erreur de syntaxe" not in shown("version-lue")["text/html"]


def test_what_the_code_prints_and_logs_does_not_disturb_the_table(lesson_outputs):
    (only,) = lesson_outputs["reussite"]
    assert only.output_type == "execute_result"
    assert only.data["text/plain"] == "2 vérifications réussies sur 2"


def test_a_loop_without_end_is_stopped_and_told(shown):
    assert "une boucle ne s&#39;arrête jamais" in shown("sans-fin")["text/html"]


def test_waits_cost_nothing_during_a_check(shown):
    assert shown("patience")["text/plain"] == "2 vérifications réussies sur 2"


def test_time_is_real_between_checks(shown):
    assert shown("temps-reel")["text/plain"] == "(True, True)"


def test_nothing_leaves_the_machine(shown):
    assert shown("hors-ligne").text == "refusé True\n"


def test_a_stage_of_the_notebooks_own_answers_in_real_time(shown):
    assert shown("scene")["text/plain"] == "'réel'"
    assert shown("delai").text == "trop lent\n"


def test_a_figure_is_shown(shown):
    assert "image/png" in shown("figure")


def test_start_again_starts_afresh(shown):
    assert "Essayez d'abord" in shown("oublie")["text/plain"]


EXERCISE = {
    "debut": START.format("exo"),
    "services": "import requests\nold = services\nrequests.get(services['catalogue'], timeout=5).json()",
    "encore": START.format("exo"),
    "neufs": "requests.get(services['catalogue'], timeout=5).json()",
    "fermes": """
        try:
            requests.get(old["catalogue"], timeout=5)
        except requests.ConnectionError:
            print("fermé")
    """,
    "faux": "def double(n): return n\ndef somme(numbers): return 6",
    "double": "check('double')",
    "somme": "check('somme')",
    "fin": "print('la fin')",
}


@pytest.fixture(scope="module")
def exercise_folder(write_exercise, tmp_path_factory):
    """Return the folder of the exercise, whose checks script a demonstration service."""
    folder = write_exercise(tmp_path_factory.mktemp("exo") / "exo")
    checks = folder / "test_visible.py"
    checks.write_text(checks.read_text(encoding="utf-8") + DEMONSTRATION, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def exercise_outputs(run_cells, exercise_folder):
    """Return the outputs of the exercise's cells; none of them may fail."""
    return run_cells(exercise_folder, EXERCISE)


def test_the_demonstration_services_answer(exercise_outputs):
    (output,) = exercise_outputs["services"]
    assert output.data["text/plain"] == "{'status': 'ok'}"


def test_start_again_brings_new_services_and_ends_the_old_ones(exercise_outputs):
    assert exercise_outputs["neufs"][0].data["text/plain"] == "{'status': 'ok'}"
    assert exercise_outputs["fermes"][0].text == "fermé\n"


def test_run_all_goes_on_after_a_failed_check_and_nbgrader_reads_the_points(exercise_outputs):
    assert exercise_outputs["double"][0].data["text/plain"] == "1.5"
    assert exercise_outputs["somme"][0].data["text/plain"] == "1.0"
    assert exercise_outputs["fin"][0].text == "la fin\n"


def test_altered_checks_are_said_above_the_table(exercise_outputs):
    html = exercise_outputs["double"][0].data["text/html"]
    assert html.index("test_visible.py a été modifié") < html.index("<table")


def test_the_validate_button_is_told_of_a_failed_question_in_one_line(run_cells, exercise_folder):
    cells = {name: EXERCISE[name] for name in ("debut", "faux", "double", "somme")}
    environment = {**os.environ, "NBGRADER_VALIDATING": "1"}
    outputs = run_cells(exercise_folder, cells, allow_errors=True, env=environment)
    (failed,), (passed,) = outputs["double"], outputs["somme"]
    assert (failed.ename, len(failed.traceback)) == ("CheckFailed", 1)
    assert "1,5 point sur 3" in failed.traceback[0]
    assert passed.data["text/plain"] == "1.0"
