"""What happened to the cells of a copy, said in French: the same words in the marking and in `verify`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_TOLD = 8
MAX_SEARCHED = 20_000  # characters of a cell in which a definition is looked for
CUT = {
    "TimeLimit": "elle ne se termine pas",
    "KeyboardInterrupt": "elle ne se termine pas",
    "BusyWait": "elle relit l'horloge sans fin",
    "EndlessWait": "elle attend sans fin",
    "NeverAnswered": "elle attend sans limite une réponse qui ne vient pas (timeout absent)",
}
UNWRITTEN = "NotImplementedError"  # a stub: its own check says so
ASKING = "StdinNotImplementedError"


@dataclass(frozen=True)
class Stopped:
    """A cell that did not come to its end: where it begins, and what stopped it."""

    source: str
    cause: str

    def __str__(self) -> str:
        return f"Cellule « {first_line(self.source)} » : {self.cause}."


def raised(source: str, kind: str, text: str) -> Stopped:
    """Return what is told of a cell that an exception ended.

    Args:
        source: the cell's code.
        kind: name of the exception's class.
        text: its message.
    """
    if kind in CUT:
        return Stopped(source, f"interrompue, car {CUT[kind]}")
    if kind == ASKING:
        return Stopped(source, "arrêtée, car elle attend une saisie au clavier et personne ne répond")
    error = f"{_one_line(kind, 80)} : {_one_line(text, 200)}" if text else _one_line(kind, 80)
    return Stopped(source, f"arrêtée par une erreur, {error}")


def ended(source: str) -> Stopped:
    """Return what is told of a cell that ended the program, and was left out then."""
    return Stopped(source, "sautée, car elle met fin au programme")


def told(stopped: Sequence[Stopped]) -> list[str]:
    """Return the sentences to show, not too many of them."""
    sentences = list(dict.fromkeys(map(str, stopped)))
    if len(sentences) > MAX_TOLD:
        sentences = [*sentences[:MAX_TOLD], f"… et {len(sentences) - MAX_TOLD} autres cellules arrêtées."]
    return sentences


def why_missing(name: str, stopped: Iterable[Stopped], below: Iterable[str]) -> str:
    """Return a sentence that says why a name does not exist where a check needs it.

    Args:
        name: the name.
        stopped: the cells above that did not come to their end.
        below: the code of the cells that come after the check.
    """
    for cell in stopped:
        if binds(cell.source, name):
            cause = f"la cellule « {first_line(cell.source)} », qui le définit, a été {cell.cause}"
            return f"« {name} » n'existe pas : {cause}."
    for source in below:
        if binds(source, name):
            place = (
                f"la cellule « {first_line(source)} », qui le définit, est plus bas que cette vérification"
            )
            return f"« {name} » n'existe pas encore : {place}."
    return f"« {name} » n'existe pas : aucune cellule exécutée avant cette vérification ne le définit."


def binds(source: str, name: str) -> bool:
    """Say whether a line of ``source`` looks as if it defined, assigned or imported ``name``."""
    return name in bound_names(source)


_DEFINED = re.compile(r"(?:(?:async\s+)?def|class)\s+(\w+)")
_ASSIGNED = re.compile(r"(\w+)\s*(?::[^=]*)?=(?!=)")
_RUNS_ITS_BODY = ("%%time", "%%timeit", "%%capture", "%%prun")


def bound_names(source: str) -> set[str]:
    """Return the names that the lines of ``source`` look to define, assign or import, at any depth."""
    lines = source[:MAX_SEARCHED].splitlines()
    first = next((line.strip() for line in lines if line.strip()), "")
    if first.startswith("%%") and first.split()[0] not in _RUNS_ITS_BODY:
        return set()  # a cell magic that does something else with what stands below it
    return {name for line in lines for name in _bound(line.strip())}


def _bound(line: str) -> list[str]:
    if line.startswith(("import ", "from ")):
        return re.findall(r"\w+", line)
    found = _DEFINED.match(line) or _ASSIGNED.match(line)
    return [found[1]] if found else []


def first_line(source: str) -> str:
    """Return how a cell begins, harmless wherever it is shown."""
    return _one_line((source.strip().splitlines() or [""])[0], 60)


def _one_line(text: str, length: int) -> str:
    printable = "".join(character if character.isprintable() else " " for character in text[: 2 * length])
    return " ".join(printable.split())[:length]
