"""A copy repaired against the release: each question asked once, each released cell run as code."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from grader.marking.handout import HandedOut, Kind

DOUBLE = "Cellules de vérification en double (seule la dernière compte)"
ALTERED = "Cellules de vérification modifiées (originales rétablies)"
MISSING = "Cellules de vérification manquantes (rétablies à la fin)"
TEXT = "Cellules de code devenues du texte (exécutées comme du code)"

ABSENT = "Question « {} » : sa cellule de réponse n'est pas dans la copie."
BELOW = "Question « {} » : sa cellule de réponse est plus bas que sa vérification, qui ne la voit pas."

_ASKS = re.compile(r"""check\(\s*["']([\w-]{1,80})["']\s*\)\s*;?""")


@dataclass(frozen=True)
class Cell:
    """A cell of the student's, to be run.

    Attributes:
        source: its code.
        name: of the released cell that it was, "" if it is the student's own.
        may_fail: whether it only tries something, so that an error is no loss.
    """

    source: str
    name: str = ""
    may_fail: bool = False


@dataclass(frozen=True)
class Asked:
    """The place where a question's checks run."""

    question: str


@dataclass
class Submission:
    """The steps to take, in the order of the notebook, and what had to be repaired.

    Attributes:
        steps: what to run, and where to check.
        notices: what was repaired, in French sentences.
        misplaced: a sentence for each question whose answer cell is absent, or stands below its check.
    """

    steps: list[Cell | Asked] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    misplaced: dict[str, str] = field(default_factory=dict)


def repaired(notebook: Iterable[dict], handout: dict[str, HandedOut]) -> Submission:
    """Return what to run of a copy, and where to check.

    Args:
        notebook: the copy's cells, which may hold anything at all.
        handout: the code cells of the release, by name.

    Returns:
        The student's code cells, and each question once: an autograder cell that was deleted comes back at
        the end, and of several the last counts. What a student wrote in one is run as any other code of
        theirs, before the checks. A released code cell that became text is run as code.
    """
    cells = [_read_cell(cell, handout) for cell in notebook]
    _recognise_checks(cells, handout)
    return _Repair(cells, handout).done()


@dataclass
class _Read:
    """A cell as it was handed in; ``released`` is the code cell that it once was, None for any other."""

    source: str
    is_code: bool
    may_fail: bool
    released: HandedOut | None

    @property
    def asks(self) -> bool:
        """Whether it is an autograder cell."""
        return self.released is not None and self.released.kind is Kind.CHECK


def _read_cell(cell: dict, handout: dict[str, HandedOut]) -> _Read:
    metadata = _mapping(cell.get("metadata"))
    names = (_mapping(metadata.get("nbgrader")).get("grade_id"), cell.get("id"), metadata.get("id"))
    known = [handout[name] for name in names if isinstance(name, str) and name in handout]
    released = known[0] if known else None
    tags = metadata.get("tags")
    announced = isinstance(tags, list) and "raises-exception" in tags
    tries = released is not None and released.kind is Kind.TRIAL
    return _Read(_source(cell), cell.get("cell_type") == "code", announced or tries, released)


def _recognise_checks(cells: list[_Read], handout: dict[str, HandedOut]) -> None:
    """Know the autograder cells that lost their names by what they call."""
    known = {cell.released.name for cell in cells if cell.released}
    for cell in cells:
        released = handout.get(_asked(cell.source))
        if released and cell.released is None and released.kind is Kind.CHECK and released.name not in known:
            cell.released = released


def _asked(source: str) -> str:
    """Return the question that a cell asks and does nothing else, "" for any other cell."""
    asked = _ASKS.fullmatch(source.strip())
    return asked[1] if asked else ""


class _Repair:
    """Turns the cells of a copy into steps, and notes what it does."""

    def __init__(self, cells: list[_Read], handout: dict[str, HandedOut]) -> None:
        self._cells = cells
        self._handout = handout
        self._last = {cell.released.name: cell for cell in cells if cell.released}
        self._as_code = {cell.released.name for cell in cells if cell.released and cell.is_code}
        self._notes: dict[str, list[str]] = {DOUBLE: [], ALTERED: [], MISSING: [], TEXT: []}
        self._steps: list[Cell | Asked] = []

    def done(self) -> Submission:
        """Return the steps to take."""
        for cell in self._cells:
            if cell.released and cell.asks:
                self._take_check(cell, cell.released)
            elif cell.is_code:
                self._take(cell)
            elif cell.released and self._stands_for(cell, cell.released):
                self._notes[TEXT].append(cell.released.name)
                self._take(cell)
        self._restore_checks()
        noted = {what: ", ".join(dict.fromkeys(names)) for what, names in self._notes.items() if names}
        notices = [f"{what} : {names}." for what, names in noted.items()]
        return Submission(self._steps, notices, self._misplaced())

    def _restore_checks(self) -> None:
        checks = [name for name, released in self._handout.items() if released.kind is Kind.CHECK]
        self._notes[MISSING] = [name for name in checks if Asked(name) not in self._steps]
        self._steps += map(Asked, self._notes[MISSING])

    def _take(self, cell: _Read) -> None:
        name = cell.released.name if cell.released else ""
        self._steps.append(Cell(cell.source, name, cell.may_fail))

    def _take_check(self, cell: _Read, released: HandedOut) -> None:
        if _asked(cell.source) != released.name:
            self._notes[ALTERED].append(released.name)
            if cell.is_code:
                self._take(cell)
        if self._last[released.name] is cell:
            self._steps.append(Asked(released.name))
        else:
            self._notes[DOUBLE].append(released.name)

    def _stands_for(self, cell: _Read, released: HandedOut) -> bool:
        """Say whether a text is all that is left of a released code cell that matters."""
        matters = released.kind in (Kind.GIVEN, Kind.ANSWER)
        return matters and released.name not in self._as_code and self._last[released.name] is cell

    def _misplaced(self) -> dict[str, str]:
        places = {step.name: place for place, step in enumerate(self._steps) if isinstance(step, Cell)}
        asked = {step.question: place for place, step in enumerate(self._steps) if isinstance(step, Asked)}
        found = {}
        for released in self._handout.values():
            if released.kind is Kind.ANSWER and released.question:
                place = places.get(released.name)
                if place is None or place > asked[released.question]:
                    sentence = ABSENT if place is None else BELOW
                    found[released.question] = sentence.format(released.question)
        return found


def _mapping(value: Any) -> dict:
    return value if isinstance(value, dict) else {}


def _source(cell: dict) -> str:
    source = cell.get("source", cell.get("input", ""))  # nbformat 3 says input
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""
