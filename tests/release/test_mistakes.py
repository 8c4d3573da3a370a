"""Mistakes in a source: one French sentence names the file, the cell and what to do."""

import pytest

from grader.errors import UserError
from grader.release import release

SECOND = """
```{code-cell} ipython3
:id: preparer

import os
```
"""


def refusal():
    with pytest.raises(UserError) as caught:
        release()
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


@pytest.mark.parametrize(
    ("old", "new", "cell", "problem"),
    [
        ("+++\n", SECOND, "preparer", "l'id « preparer » est déjà celui d'une autre cellule"),
        (":id: preparer", ":id: préparer l'état", "préparer l'état", "lettres sans accent"),
        (":id: preparer\n", "", "import json", "il lui faut un nom"),
        (":id: preparer", ":id: preparer\n:anwser: un-etat", "preparer", "clé « anwser » inconnue"),
        (
            "import json",
            "import json ### BEGIN SOLUTION",
            "preparer",
            "elle contient une solution sans être une",
        ),
        (":question: un-etat", ":id: autre", "un-etat", "aucune cellule ne la vérifie"),
        ("    ### END SOLUTION\n", "", "un-etat", "doivent se suivre par paires"),
        ("    ### BEGIN SOLUTION\n", "", "un-etat", "doivent se suivre par paires"),
        ("### END SOLUTION\n", "### END SOLUTION\n    ### END SOLUTION\n", "un-etat", "par paires"),
        ("def state(code):\n", "if True:\n", "un-etat", "dans le corps d'une fonction"),
        (
            "### BEGIN SOLUTION\n    return",
            "return (\n    ### BEGIN SOLUTION\n",
            "un-etat",
            "sa ligne 3 n'est plus",
        ),
        ('check("un-etat")', 'check("etat")', "un-etat", 'doit contenir check("un-etat")'),
        (":question: un-etat\n", ":question: un-etat\n:points: 2\n", "un-etat", "ne donnent pas de points"),
        ("+++\n", '+++ {"points": 2}\n\nUn.\n', "Un.", "ne vont que sur une cellule de code"),
    ],
)
def test_a_cell_that_is_wrong_is_named(break_lesson, old, new, cell, problem):
    break_lesson(old, new)
    sentence = refusal()
    assert sentence.startswith(f"solutions/01_etats.md, cellule « {cell} » : ")
    assert problem in sentence


def test_an_answer_without_markers_is_named(course, break_lesson):
    break_lesson("    ### BEGIN SOLUTION\n", "")
    break_lesson("    ### END SOLUTION\n", "")
    assert "il manque « ### BEGIN SOLUTION » et « ### END SOLUTION »" in refusal()


def test_a_question_without_an_answer_cell_is_named(break_lesson):
    break_lesson(":answer: un-etat", ":id: libre")
    break_lesson("    ### BEGIN SOLUTION\n", "")
    break_lesson("    ### END SOLUTION\n", "")
    assert "cellule « un-etat » : aucune cellule de réponse" in refusal()


def test_two_cells_for_one_question_are_named(course, break_lesson):
    break_lesson("+++\n", '```{code-cell} ipython3\n:id: bis\n:question: un-etat\n\ncheck("un-etat")\n```\n')
    assert "plusieurs cellules portent « :question: un-etat »" in refusal()


def test_points_that_are_missing_from_an_exercise_are_named(course):
    text = course.exercise.read_text(encoding="utf-8")
    course.exercise.write_text(text.replace(":points: 4\n", ""), encoding="utf-8")
    sentence = refusal()
    assert sentence.startswith("solutions/ex1_etats/ex1_etats.md, cellule « un-etat » : il manque les points")


@pytest.mark.parametrize("points", ["0", "-1", "oui", "true"])
def test_points_are_a_number_above_zero(course, points):
    text = course.exercise.read_text(encoding="utf-8")
    course.exercise.write_text(text.replace(":points: 4", f":points: {points}"), encoding="utf-8")
    assert "il manque les points" in refusal()


def test_a_missing_file_of_checks_is_named(course):
    course.exercise.with_name("test_visible.py").unlink()
    assert "ses contrôles manquent ; créez test_visible.py à côté" in refusal()


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (":id: preparer", ":id: [preparer", "ligne 15 : l'en-tête de la cellule"),
        (":id: preparer", ":id", "un en-tête"),
        ("+++\n", '+++ {"id": \n', "ligne 21 : l'en-tête de la cellule"),
        ("title: Les états", "title: [Les états", "un en-tête"),
    ],
)
def test_a_header_that_is_no_yaml_is_named_by_its_line(break_lesson, old, new, place):
    break_lesson(old, new)
    sentence = refusal()
    assert sentence.startswith(f"solutions/01_etats.md, {place}")
    assert "n'est pas du YAML valide" in sentence


def test_a_wrong_source_leaves_every_notebook_as_it_was(course, break_lesson):
    release()
    before = {path: path.read_bytes() for path in course.notebooks.rglob("*.ipynb")}
    course.exercise.write_text(course.exercise.read_text(encoding="utf-8").replace("état", "statut"))
    break_lesson(":id: preparer\n", "")
    refusal()
    assert {path: path.read_bytes() for path in course.notebooks.rglob("*.ipynb")} == before


def test_a_name_without_a_source_is_answered_with_those_that_have_one(course):
    with pytest.raises(UserError, match=r"« ex9 » n'a pas de source ; .* 01_etats, ex1_etats\."):
        release(["ex9"])


def test_a_trainee_s_copy_cannot_be_released(course):
    (course.root / "solutions").rename(course.root / "ailleurs")
    with pytest.raises(UserError, match="pas de sources"):
        release()
