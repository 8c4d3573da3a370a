"""Where a copy defines what the questions ask for: a check sees only what stands above it."""

import re
from collections.abc import Iterator

from grader.marking.handout import HandedOut, Kind
from grader.marking.remarks import bound_names, first_line
from grader.marking.steps import Asked, Cell, Step

ABSENT = "Question « {question} » : aucune cellule de code de la copie ne définit « {name} »."
BELOW = "Question « {question} » : « {name} » est défini plus bas que la vérification, qui ne le voit pas."
AGAIN = (
    "Question « {question} » : « {name} » est défini plusieurs fois avant la vérification ; "
    "la dernière compte, « {last} »."
)
UNDONE = "Question « {question} » : « {name} » est écrit, puis remplacé par la cellule de l'énoncé, plus bas."
GIVEN = "Noms de la cellule « {first} » de l'énoncé qui ne sont définis nulle part, ou trop tard : {names}."
ANY = ""  # stands for every question


def misplaced(steps: list[Step], handout: dict[str, HandedOut]) -> dict[str, list[str]]:
    """Return what is worth telling where points were lost, by question (`ANY` for what concerns them all).

    Args:
        steps: what is run of a copy, and where it is checked.
        handout: the code cells of the release, by name.
    """
    copy = _Copy(steps, {name for released in handout.values() for name in released.names})
    found: dict[str, list[str]] = {}
    for released in handout.values():
        if released.kind is Kind.ANSWER and released.question:
            found.setdefault(released.question, []).extend(copy.of_answer(released))
        elif released.kind is Kind.GIVEN:
            found.setdefault(ANY, []).extend(copy.of_given(released))
    return found


class _Copy:
    """The steps of a copy, and where each name of the release is defined in them."""

    def __init__(self, steps: list[Step], names: set[str]) -> None:
        self._steps = steps
        self._asked = {step.question: place for place, step in enumerate(steps) if isinstance(step, Asked)}
        self._places: dict[str, list[int]] = {}
        self._used: set[str] = set()
        words = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names))) or '(?!)'})\b")
        for place, step in enumerate(steps):
            if isinstance(step, Cell):
                self._used |= set(words.findall(step.source))
                for name in bound_names(step.source) & names:
                    self._places.setdefault(name, []).append(place)

    def of_answer(self, released: HandedOut) -> Iterator[str]:
        """Yield what is to say of the definitions that a question asks for."""
        check = self._asked[released.question]
        for name in released.names:
            places = self._places.get(name, [])
            last = self._source(places[-1]) if places else ""
            told = ""
            if not places:
                told = ABSENT
            elif places[-1] > check:
                told = BELOW
            elif len(places) > 1:
                told = UNDONE if last.strip() == released.source.strip() else AGAIN
            if told:
                yield told.format(question=released.question, name=name, last=first_line(last))

    def of_given(self, released: HandedOut) -> Iterator[str]:
        """Yield what is to say of a released cell that the copy needs, and that does not run in time."""
        first = min(self._asked.values(), default=0)
        late = [
            name
            for name in released.names
            if name in self._used and not any(place < first for place in self._places.get(name, []))
        ]
        if late:
            names = ", ".join(f"« {name} »" for name in late)
            yield GIVEN.format(first=first_line(released.source), names=names)

    def _source(self, place: int) -> str:
        step = self._steps[place]
        return step.source if isinstance(step, Cell) else ""
