"""Questions of understanding: answered by click or by letter, and every answer gets its why."""

import pytest

from grader.checks.choice import choices_of
from grader.errors import UserError
from grader.notebook import quiz as module
from grader.notebook.course import open_course
from grader.notebook.quiz import quiz

CHECKS = """
from grader.checks import choice, right, wrong

choice("relance", "Laquelle relancer ?", [
    wrong("`POST /users`", "Non : elle crée <deux> comptes."),
    right("`PUT /users/7`", "Oui : même état."),
    wrong("Aucune", "Non : PUT est idempotent."),
])
choice("sures", "Lesquelles sont sûres ?", [
    right("GET", "Elle ne change rien."),
    right("HEAD", "Elle ne change rien."),
    wrong("DELETE", "Elle supprime."),
])
"""


@pytest.fixture
def lesson(write_lesson, tmp_path, monkeypatch, nothing_open, names):
    monkeypatch.chdir(write_lesson(tmp_path, CHECKS))
    return open_course("lecon", names)


def buttons(asked):
    """The quiz's buttons and what says the verdict, as JupyterLab gets them."""
    _, *rows, said = asked._widget().children
    return {row.children[0].description: row.children[0] for row in rows}, said


def test_question_is_asked_with_its_letters(lesson):
    assert repr(quiz("relance")).splitlines() == [
        "Laquelle relancer\u00a0?",
        "  A. `POST /users`",
        "  B. `PUT /users/7`",
        "  C. Aucune",
        'Répondez ainsi\u00a0: quiz("relance", "A").',
    ]


def test_several_answers_are_announced(lesson):
    lines = repr(quiz("sures")).splitlines()
    assert lines[0] == "Lesquelles sont sûres\u00a0? (plusieurs réponses)"
    assert lines[-1] == 'Répondez ainsi\u00a0: quiz("sures", "AB").'


@pytest.mark.parametrize("answer", [("A", "B"), (["A", "B"],), ("ab",), ("A, B",)])
def test_letters_are_given_in_any_way(lesson, answer):
    assert quiz("sures", *answer).passed


@pytest.mark.parametrize(
    ("letter", "passed", "said"),
    [("A", False, "✘ A. Non"), ("b", True, "✔ B. Oui"), ("C", False, "✘ C. Non")],
)
def test_every_answer_gets_its_why(lesson, letter, passed, said):
    asked = quiz("relance", letter)
    assert asked.passed is passed
    assert said in repr(asked)


@pytest.mark.parametrize(
    ("letters", "passed", "said"),
    [("AB", True, "✔ B."), ("b, a", True, "✔ A."), ("A", False, "Il manque"), ("ABC", False, "✘ C.")],
)
def test_several_right_answers_are_all_needed(lesson, letters, passed, said):
    asked = quiz("sures", letters)
    assert asked.passed is passed
    assert said in repr(asked)


def test_clicks_answer(lesson):
    found, said = buttons(quiz("relance"))
    found["A"].click()
    assert "<code>" not in said.value
    assert "&lt;deux&gt;" in said.value
    assert [button.button_style for button in found.values()] == ["danger", "", ""]
    found["B"].click()
    assert "alert-success" in said.value
    assert [button.button_style for button in found.values()] == ["", "success", ""]


def test_clicks_add_up_where_there_are_several_answers(lesson):
    found, said = buttons(quiz("sures"))
    for letter in "ACB":
        found[letter].click()
    assert "alert-warning" in said.value
    found["C"].click()
    assert "alert-success" in said.value


def test_a_notebook_gets_the_buttons_and_a_terminal_the_text(lesson, monkeypatch):
    assert quiz("relance")._repr_mimebundle_().keys() == {"text/plain"}
    monkeypatch.setattr(module, "in_kernel", lambda: True)
    bundle = quiz("relance")._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["text/plain"].startswith("Laquelle")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("inconnu",),
            "Ce notebook n'a pas de quiz «\u00a0inconnu\u00a0». "
            "Ses quiz\u00a0: «\u00a0relance\u00a0», «\u00a0sures\u00a0».",
        ),
        (("relance", 2), "«\u00a02\u00a0» n'est pas une réponse de ce quiz\u00a0: choisissez de A à C."),
        (("relance", "D"), "«\u00a0D\u00a0» n'est pas une réponse de ce quiz\u00a0: choisissez de A à C."),
    ],
)
def test_mistakes_in_the_call_are_explained(lesson, arguments, sentence):
    with pytest.raises(UserError) as raised:
        quiz(*arguments)
    assert raised.value._render_traceback_() == [sentence]


def test_declared_answers_are_read_from_the_file(lesson):
    assert {id_: sorted(asked.right) for id_, asked in choices_of(lesson.checks_file).items()} == {
        "relance": ["B"],
        "sures": ["A", "B"],
    }
