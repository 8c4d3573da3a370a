"""hint("…") and solution("…"): help in steps, and an answer once one has tried."""

from html import escape
from typing import Any

from grader.notebook.course import current
from grader.notebook.run import question_of
from grader.notebook.shell import in_kernel
from grader.typography import typeset


class Note:
    """A few words shown under a cell, with folded code where there is some."""

    def __init__(self, text: str, code: str = "") -> None:
        self._text, self._code = typeset(text), code

    def __repr__(self) -> str:
        return f"{self._text}\n\n{self._code}".strip()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        bundle = {"text/plain": repr(self)}
        if in_kernel():
            bundle["text/html"] = f'<div class="alert alert-info">{escape(self._text)}{self._folded()}</div>'
        return bundle

    def _folded(self) -> str:
        if not self._code:
            return ""
        return f"<details><summary>Afficher la solution</summary><pre>{escape(self._code)}</pre></details>"


def hint(question: str = "") -> Note:
    """Show the next hint of a question, from the vaguest to the most precise.

    Raises:
        UserError: the notebook was not started or has no such question.
    """
    course = current()
    asked = question_of(course, question)
    shown = course.hints_shown.get(question, 0)
    if shown < len(asked.hints):
        course.hints_shown[question] = shown + 1
        return Note(f"Indice {shown + 1} sur {len(asked.hints)} : {asked.hints[shown]}")
    lesson = f" Relisez la leçon {asked.lesson}." if asked.lesson else ""
    course.hints_shown[question] = 0
    return Note(f"Vous avez vu tous les indices.{lesson} Un nouvel appel reprend au premier.")


def solution(question: str = "") -> Note:
    """Show a lesson's answer, folded, once one was tried; a graded exercise has none to show.

    Raises:
        UserError: the notebook was not started or has no such question.
    """
    course = current()
    question_of(course, question)
    if course.is_exercise:
        return Note(
            f'Un exercice noté n\'a pas de solution à afficher. Demandez un indice : hint("{question}").'
        )
    if question not in course.attempted:
        return Note(f'Essayez d\'abord : écrivez une réponse, puis exécutez check("{question}").')
    return Note(
        "Une solution possible ; la vôtre peut être différente et tout aussi bonne.",
        course.answer(question) or "",
    )
