"""A copy repaired against the release: each question asked once, each released cell run as code."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from grader.marking.cells import mapping, source_of
from grader.marking.handout import HandedOut, Kind
from grader.marking.placement import misplaced
from grader.marking.steps import Asked, Cell, Step, Submission

DOUBLE = "Cellules de vérification en double (seule la dernière compte)"
ALTERED = "Cellules de vérification modifiées (originales rétablies)"
MISSING = "Cellules de vérification manquantes (rétablies à la fin)"
TEXT = "Cellules de code devenues du texte (exécutées comme du code)"

_ASKS = re.compile(r"""check\(\s*["']([\w-]{1,80})["']\s*\)\s*;?""")


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
    _recognise(cells, handout)
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
    metadata = mapping(cell.get("metadata"))
    names = (mapping(metadata.get("nbgrader")).get("grade_id"), cell.get("id"), metadata.get("id"))
    known = [handout[name] for name in names if isinstance(name, str) and name in handout]
    released = known[0] if known else None
    tags = metadata.get("tags")
    announced = isinstance(tags, list) and "raises-exception" in tags
    is_code = cell.get("cell_type") == "code"
    return _Read(source_of(cell), is_code, announced or _tries(released), released)


def _recognise(cells: list[_Read], handout: dict[str, HandedOut]) -> None:
    """Know the cells that lost their names by their code, where no other cell has the name."""
    known = {cell.released.name for cell in cells if cell.released}
    lost = {released.source.strip(): released for name, released in handout.items() if name not in known}
    asked = {
        name: released
        for name, released in handout.items()
        if name not in known and released.kind is Kind.CHECK
    }
    for cell in cells:
        if cell.released is None:
            cell.released = asked.get(_asked(cell.source)) or lost.get(cell.source.strip())
            cell.may_fail = cell.may_fail or _tries(cell.released)


def _tries(released: HandedOut | None) -> bool:
    return released is not None and released.kind is Kind.TRIAL


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
        self._steps: list[Step] = []

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
        return Submission(self._steps, notices, misplaced(self._steps, self._handout))

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
