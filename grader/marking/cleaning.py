"""A submitted notebook as nbgrader takes it: what its reader would refuse, and nobody needs, is left out."""

import json
import re
from itertools import count
from typing import Any

from nbformat import NotebookNode, from_dict

from grader.marking.cells import cells_of, joined, mapping, source_of
from grader.student.codec import clean

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def cleaned(content: bytes) -> NotebookNode:
    """Read a submitted notebook, with what marking and feedback need of it.

    Args:
        content: of the file, in UTF-8, -16 or -32, with or without a byte order mark.

    Returns:
        A valid notebook of format 4.5: of each cell its source, its id where that is valid and the first of
        its name, its nbgrader metadata and its pasted images. The notebook's own metadata and all outputs are
        left out: they are the student's claims, and other tools write them as they like.

    Raises:
        ValueError, RecursionError: it is no notebook.
    """
    notebook = json.loads(content)
    if not isinstance(notebook, dict):
        raise ValueError("ce n'est pas un notebook")
    cells = [_cell(cell) for cell in cells_of(notebook)]
    _give_ids(cells)
    return from_dict({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _cell(cell: dict) -> dict[str, Any]:
    kind = cell.get("cell_type")
    kept = {
        "id": cell.get("id"),
        "metadata": _metadata(cell),
        "source": source_of(cell),
    }
    if kind == "code":
        return {"cell_type": "code", "execution_count": None, "outputs": [], **kept}
    images = _attachments(cell)
    return {
        "cell_type": "markdown" if kind in ("markdown", "heading") else "raw",
        **kept,
        **({"attachments": images} if images else {}),
    }


def _metadata(cell: dict) -> dict[str, dict]:
    marked = mapping(mapping(cell.get("metadata")).get("nbgrader"))
    if not isinstance(marked.get("grade_id"), str):
        return {}
    return {
        "nbgrader": {name: value for name, value in marked.items() if isinstance(value, str | int | float)}
    }


def _attachments(cell: dict) -> dict[str, dict[str, str]]:
    files = mapping(cell.get("attachments"))
    return {
        clean(name): {clean(kind): joined(data) for kind, data in mapping(file).items()}
        for name, file in files.items()
        if mapping(file)
    }


def _give_ids(cells: list[dict[str, Any]]) -> None:
    """Give an id of its own to each cell that has none, an invalid one, or that of a cell above it."""
    taken: set[str] = set()
    spare = (f"cellule-{number}" for number in count(1))
    given = {cell["id"] for cell in cells if _is_id(cell["id"])}
    for cell in cells:
        if not _is_id(cell["id"]) or cell["id"] in taken:
            cell["id"] = next(name for name in spare if name not in given)
        taken.add(cell["id"])


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and bool(_ID.fullmatch(value))


def fenced(text: str) -> str:
    """Return Markdown that shows a text as it was written, whatever it holds (CommonMark, 4.5)."""
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"
