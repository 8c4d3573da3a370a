"""Cell ids: the names that the source gives, else names derived from the text; never random ones."""

import re
import unicodedata
from collections.abc import Iterator

from nbformat import NotebookNode

from grader.release.cells import CellError

_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # what nbformat allows
_HEADING = re.compile(r"^#+\s+(.+)$", re.MULTILINE)


def assign_ids(nb: NotebookNode) -> None:
    """Give every cell its id; only text cells may do without one in the source.

    A code cell must be named there, or belong to a question, because cassettes are keyed by the ids of code
    cells: an id that depended on the cell's place would change with each cell inserted above it.
    """
    taken: set[str] = set()
    for cell in nb.cells:
        if given := _given_id(cell):
            cell.id = _accept(cell, given, taken)
    numbers = (str(number) for number in range(1, len(nb.cells) + 1))
    for cell in nb.cells:
        if not _given_id(cell):
            cell.id = _derive(cell, numbers, taken)
        taken.add(cell.id)


def _given_id(cell: NotebookNode) -> str | None:
    metadata = cell.metadata
    if "id" in metadata:
        return str(metadata["id"])
    if "answer" in metadata:
        return f"reponse-{metadata['answer']}"
    return str(metadata["question"]) if "question" in metadata else None


def _accept(cell: NotebookNode, given: str, taken: set[str]) -> str:
    if not _ID.fullmatch(given):
        raise CellError(
            cell, "son id ne peut contenir que lettres sans accent, chiffres et tirets (64 au plus)."
        )
    if given in taken:
        raise CellError(
            cell, f"l'id « {given} » est déjà celui d'une autre cellule ; choisissez-en un autre."
        )
    taken.add(given)
    return given


def _derive(cell: NotebookNode, numbers: Iterator[str], taken: set[str]) -> str:
    if cell.cell_type == "code":
        raise CellError(cell, "il lui faut un nom ; ajoutez une ligne « :id: nom-de-la-cellule ».")
    heading = _HEADING.search(cell.source)
    base = slug(heading[1]) if heading else ""
    if not base:
        return next(name for number in numbers if (name := f"texte-{number}") not in taken)
    candidates = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in candidates if name not in taken)


def slug(heading: str) -> str:
    """Return a heading as an id: « La méthode `GET` » becomes "la-methode-get"."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:56].strip("-")
