"""hint("…") and solution("…"): help in steps, and an answer once one has tried."""

import pytest

from grader import check, hint, solution
from grader.errors import UserError

NBSP = "\u00a0"


def test_hints_come_one_by_one_then_start_again(lesson):
    assert [str(hint("double")) for _ in range(4)] == [
        f"Indice 1 sur 2{NBSP}: Multipliez.",
        f"Indice 2 sur 2{NBSP}: Par deux.",
        "Vous avez vu tous les indices. Relisez la leçon 02_bibliotheque_requests. "
        "Un nouvel appel reprend au premier.",
        f"Indice 1 sur 2{NBSP}: Multipliez.",
    ]


def test_each_question_has_its_own_hints(lesson):
    hint("double")
    assert "Indice 2" in str(hint("double"))
    assert "tous les indices" in str(hint("somme"))


def test_a_solution_opens_after_an_attempt_only(lesson, cell):
    assert str(solution("double")) == (
        f'Essayez d\'abord{NBSP}: écrivez une réponse, puis exécutez check("double").'
    )
    cell("def double(n): return n")
    check("double")
    assert "def double(n):\n    return n * 2" in str(solution("double"))


def test_a_stub_is_no_attempt(lesson, cell):
    cell("def double(n): raise NotImplementedError")
    check("double")
    assert "Essayez d'abord" in str(solution("double"))


def test_an_attempt_opens_its_own_question_only(lesson, cell):
    cell("def double(n): return n")
    check("double")
    assert "Essayez d'abord" in str(solution("somme"))


def test_an_exercise_has_no_solution_to_show(exercise, cell):
    cell("def double(n): return n")
    check("double")
    assert "n'a pas de solution à afficher" in str(solution("double"))


def test_the_solution_is_folded_in_a_notebook_and_never_run(lesson, cell, monkeypatch):
    monkeypatch.setattr("grader.notebook.help.in_kernel", lambda: True)
    cell("def double(n): return n")
    check("double")
    html = solution("double")._repr_mimebundle_()["text/html"]
    assert "<details><summary>Afficher la solution</summary><pre>" in html
    assert "# &lt;b&gt;" in html


def test_a_terminal_shows_text(lesson):
    assert list(hint("double")._repr_mimebundle_()) == ["text/plain"]


@pytest.mark.parametrize("ask", [hint, solution])
def test_an_unknown_question_is_one_sentence(lesson, ask):
    with pytest.raises(UserError, match="Ce notebook n'a pas de question « triple »"):
        ask("triple")


@pytest.mark.parametrize("ask", [hint, solution])
def test_before_start_it_is_one_sentence(nothing_open, ask):
    with pytest.raises(UserError, match="Exécutez d'abord la première cellule"):
        ask("double")
