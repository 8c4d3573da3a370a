"""How an author writes a question of understanding: a few answers to choose from, each with its why."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.checks.loading import names_of


@dataclass(frozen=True)
class Option:
    """One answer that may be chosen.

    Attributes:
        text: the answer, in French; `code` stands between backquotes.
        why: what is said to whoever chooses it: why it is right, or which confusion leads there.
        is_right: whether it belongs to the right answer.
    """

    text: str
    why: str
    is_right: bool


@dataclass(frozen=True)
class Choice:
    """A question, and its answers in the order in which they are shown."""

    id: str
    text: str
    options: tuple[Option, ...]

    @property
    def letters(self) -> str:
        """The letters of the answers."""
        return "ABCDEFGH"[: len(self.options)]

    @property
    def right(self) -> frozenset[str]:
        """The letters of the right answers."""
        lettered = zip(self.letters, self.options, strict=True)
        return frozenset(letter for letter, option in lettered if option.is_right)

    def option(self, letter: str) -> Option:
        """Return the answer that has this letter."""
        return self.options[self.letters.index(letter)]


def right(text: str, why: str) -> Option:
    """Write a right answer, and why it is right."""
    return Option(text, why, is_right=True)


def wrong(text: str, why: str) -> Option:
    """Write a wrong answer, and the confusion that it comes from."""
    return Option(text, why, is_right=False)


def choice(id: str, text: str, options: Sequence[Option]) -> Choice:
    """Declare a question of understanding; ``quiz("ID")`` asks it in the notebook.

    Example:
        >>> idempotence = choice(
        ...     "idempotence",
        ...     "Laquelle de ces requêtes peut partir deux fois sans dommage ?",
        ...     [
        ...         right("`PUT /users/7`", "Oui : remplacer deux fois donne le même état."),
        ...         wrong("`POST /users`", "Non : chaque POST crée une ressource."),
        ...     ],
        ... )
        >>> sorted(idempotence.right)
        ['A']
    """
    declared = Choice(id, text, tuple(options))
    _declared.append(declared)
    return declared


_declared: list[Choice] = []


def choices_of(checks: Path) -> dict[str, Choice]:
    """Return the questions of understanding that a file of checks declares, by id.

    Raises:
        UserError: the file cannot be read as checks.
    """
    _declared.clear()
    names_of(checks)
    return {declared.id: declared for declared in _declared}
