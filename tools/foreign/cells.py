"""Finding and making the cells of a notebook; no cell is copied unless a function says so."""

import copy
from collections.abc import Iterator
from typing import Any

from foreign.kind import BUILD, EX1, Notebook

Cell = dict[str, Any]


def cell(notebook: Notebook, name: str) -> Cell:
    """Return the cell that was released with the id ``name``."""
    return next(cell for cell in notebook["cells"] if cell.get("id") == name)


def answer(notebook: Notebook, question: str) -> Cell:
    """Return the answer cell of a question."""
    return cell(notebook, f"reponse-{question}")


def place(notebook: Notebook, wanted: Cell) -> int:
    """Return where a cell stands."""
    return next(number for number, cell in enumerate(notebook["cells"]) if cell is wanted)


def remove(notebook: Notebook, *unwanted: Cell) -> None:
    """Delete these cells."""
    notebook["cells"] = [cell for cell in notebook["cells"] if not any(cell is one for one in unwanted)]


def put_above(notebook: Notebook, place_of: Cell, *new: Cell) -> None:
    """Insert cells above another."""
    at = place(notebook, place_of)
    notebook["cells"][at:at] = new


def put_below(notebook: Notebook, place_of: Cell, *new: Cell) -> None:
    """Insert cells below another."""
    at = place(notebook, place_of) + 1
    notebook["cells"][at:at] = new


def move_to_end(notebook: Notebook, *moved: Cell) -> None:
    """Move cells below all others, in the order given."""
    remove(notebook, *moved)
    notebook["cells"] += moved


def code(source: str, **metadata: Any) -> Cell:
    """Make a code cell without an id, as formats before 4.5 have it."""
    return {
        "cell_type": "code",
        "source": source,
        "metadata": metadata,
        "outputs": [],
        "execution_count": None,
    }


def text(source: str) -> Cell:
    """Make a text cell."""
    return {"cell_type": "markdown", "source": source, "metadata": {}}


def copied(original: Cell, **changed: Any) -> Cell:
    """Return a copy of a cell, without its id, as the clipboard keeps it."""
    new = {**copy.deepcopy(original), **changed}
    new.pop("id", None)
    return new


def is_code(cell: Cell) -> bool:
    """Say whether a cell holds code."""
    return cell["cell_type"] == "code"


def code_cells(notebook: Notebook) -> list[Cell]:
    """Return the code cells."""
    return [cell for cell in notebook["cells"] if is_code(cell)]


def answers(notebook: Notebook) -> list[Cell]:
    """Return the answer cells."""
    return [cell for cell in notebook["cells"] if _marked(cell, "solution")]


def checks(notebook: Notebook) -> list[Cell]:
    """Return the cells that mark."""
    return [cell for cell in notebook["cells"] if _marked(cell, "grade")]


def numbered(notebook: Notebook) -> Iterator[tuple[int, Cell]]:
    """Return the cells with their numbers."""
    return enumerate(notebook["cells"])


def drop_ids(notebook: Notebook, minor: int = 4) -> None:
    """Take the ids away and say so, as writers of older formats do."""
    notebook["nbformat_minor"] = minor
    for one in notebook["cells"]:
        one.pop("id", None)


def drop_metadata(notebook: Notebook) -> None:
    """Empty the metadata of every cell."""
    for one in notebook["cells"]:
        one["metadata"] = {}


def drop_nbgrader(notebook: Notebook) -> None:
    """Take away what nbgrader put into the metadata."""
    for one in notebook["cells"]:
        for key in ["nbgrader", "deletable", "editable"]:
            one["metadata"].pop(key, None)


def as_new(notebook: Notebook) -> None:
    """Take ids and all metadata of cells away: what pasting into an empty notebook leaves."""
    drop_ids(notebook)
    drop_metadata(notebook)


def stub(question: str) -> str:
    """Return an answer of exercise 1 as it was released, still to be written."""
    return "".join(answer(BUILD["answered"](EX1, {}), question)["source"])


def printed(text: str) -> Cell:
    """Make an output of printed text."""
    return {"output_type": "stream", "name": "stdout", "text": [text]}


def _marked(cell: Cell, role: str) -> bool:
    return bool(cell["metadata"].get("nbgrader", {}).get(role))
