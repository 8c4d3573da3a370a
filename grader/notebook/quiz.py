"""quiz("…"): a question of understanding, answered with a click (or with a letter, where nothing clicks)."""

import re
from html import escape
from typing import TYPE_CHECKING, Any

from grader.checks.choice import Choice, choices_of
from grader.errors import UserError
from grader.notebook import progress
from grader.notebook.course import Course, current
from grader.notebook.shell import in_kernel
from grader.typography import typeset

if TYPE_CHECKING:
    from ipywidgets import VBox


def quiz(name: str = "", *answer: object) -> "Quiz":
    """Ask a question of understanding.

    Args:
        name: the question's name, as the cell gives it.
        answer: letters, where the buttons cannot be used: ``quiz("idempotence", "B")``.

    Returns:
        The question, shown with a button for each answer; what is said of an answer stands below.

    Raises:
        UserError: the notebook was not started, or has no such question or letter.
    """
    course = current()
    asked = Quiz(course, _known(choices_of(course.checks_file), name))
    if answer:
        asked.take("".join(map(str, answer)))
    return asked


def _known(choices: dict[str, Choice], name: str) -> Choice:
    if name in choices:
        return choices[name]
    names = ", ".join(f"« {known} »" for known in choices)
    raise UserError(f"Ce notebook n'a pas de quiz « {name} ». Ses quiz : {names}.")


class Quiz:
    """A question as it is asked: what is chosen so far, and what is said of it."""

    def __init__(self, course: Course, choice: Choice) -> None:
        self._course, self._choice = course, choice
        self._chosen: set[str] = set()
        self._said: list[str] = []
        self._is_right = False

    @property
    def passed(self) -> bool:
        """Whether the right answer was given, and nothing else."""
        return self._is_right

    def take(self, letters: str) -> None:
        """Judge an answer.

        Raises:
            UserError: a letter is none of the question's.
        """
        self._chosen = set(re.findall(r"\w", letters.upper()))
        if unknown := sorted(self._chosen - set(self._choice.letters)):
            last = self._choice.letters[-1]
            raise UserError(f"« {unknown[0]} » n'est pas une réponse de ce quiz : choisissez de A à {last}.")
        self._is_right = self._chosen == self._choice.right
        self._said = [self._why(letter) for letter in sorted(self._chosen)]
        if self._chosen < self._choice.right:
            self._said.append("Il manque au moins une bonne réponse.")
        if self._is_right:
            progress.remember(self._course, self._choice.id)

    def _why(self, letter: str) -> str:
        option = self._choice.option(letter)
        return f"{'✔' if option.is_right else '✘'} {letter}. {option.why}"

    @property
    def _several(self) -> bool:
        return len(self._choice.right) > 1

    def __repr__(self) -> str:
        lettered = zip(self._choice.letters, self._choice.options, strict=True)
        lines = [self._question, *(f"  {letter}. {option.text}" for letter, option in lettered)]
        example = "AB" if self._several else "A"
        told = self._said or [f'Répondez ainsi : quiz("{self._choice.id}", "{example}").']
        return typeset("\n".join([*lines, *told]))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        if not in_kernel():
            return {"text/plain": repr(self)}
        return {**self._widget()._repr_mimebundle_(), "text/plain": repr(self)}

    def _widget(self) -> "VBox":
        from ipywidgets import HTML, Button, HBox, VBox

        said = HTML()
        buttons = {letter: Button(description=letter, layout=_BUTTON) for letter in self._choice.letters}

        def show() -> None:
            said.value = self._feedback()
            for letter, button in buttons.items():
                button.button_style = self._style(letter)

        def clicked(button: Button) -> None:
            self._click(button.description)
            show()

        for button in buttons.values():
            button.on_click(clicked)
        show()
        rows = [
            HBox([button, HTML(_html(self._choice.option(letter).text))])
            for letter, button in buttons.items()
        ]
        return VBox([HTML(f"<strong>{_html(self._question)}</strong>"), *rows, said])

    @property
    def _question(self) -> str:
        return self._choice.text + (" (plusieurs réponses)" if self._several else "")

    def _click(self, letter: str) -> None:
        """Choose this answer; where there are several, choose it as well, or no longer."""
        self.take("".join(self._chosen ^ {letter}) if self._several else letter)

    def _style(self, letter: str) -> str:
        if letter not in self._chosen:
            return ""
        return "success" if self._choice.option(letter).is_right else "danger"

    def _feedback(self) -> str:
        kind = "success" if self._is_right else "warning"
        lines = "<br>".join(_html(line) for line in self._said)
        return f'<div class="alert alert-{kind}">{lines}</div>' if lines else ""


_BUTTON = {"width": "3em", "margin": "2px 10px 2px 0", "flex": "0 0 auto"}


def _html(text: str) -> str:
    return re.sub(r"`(.+?)`", r"<code>\1</code>", escape(typeset(text), quote=False))
