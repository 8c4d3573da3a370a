"""A submitted notebook as nbgrader takes it: what its reader would refuse, and nobody needs, is left out."""

import json
import re
from itertools import count
from typing import Any

from nbformat import NotebookNode, from_dict

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
    sheets = (notebook, *_dicts(notebook.get("worksheets")))  # nbformat 3 has the cells there
    cells = [_cell(cell) for sheet in sheets for cell in _dicts(sheet.get("cells"))]
    _give_ids(cells)
    return from_dict({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _dicts(value: Any) -> list[dict]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _cell(cell: dict) -> dict[str, Any]:
    kind = cell.get("cell_type")
    kept = {
        "id": cell.get("id"),
        "metadata": _metadata(cell),
        "source": clean(_joined(cell.get("source", cell.get("input")))),
    }
    if kind == "code":
        return {"cell_type": "code", "execution_count": None, "outputs": [], **kept}
    images = _attachments(cell)
    return {
        "cell_type": "markdown" if kind in ("markdown", "heading") else "raw",
        **kept,
        **({"attachments": images} if images else {}),
    }


def _joined(text: Any) -> str:
    """Return a text that a notebook may hold as a string or as a list of lines."""
    if isinstance(text, list):
        text = "".join(line for line in text if isinstance(line, str))
    return text if isinstance(text, str) else ""


def _metadata(cell: dict) -> dict[str, dict]:
    metadata = cell.get("metadata")
    marked = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if not isinstance(marked, dict) or not isinstance(marked.get("grade_id"), str):
        return {}
    return {
        "nbgrader": {name: value for name, value in marked.items() if isinstance(value, str | int | float)}
    }


def _attachments(cell: dict) -> dict[str, dict[str, str]]:
    files = cell.get("attachments")
    return {
        clean(name): {clean(kind): clean(_joined(data)) for kind, data in file.items()}
        for name, file in (files.items() if isinstance(files, dict) else ())
        if isinstance(file, dict)
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
