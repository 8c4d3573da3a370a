"""The cells of a notebook that may hold anything at all, and what stands in them."""

from collections.abc import Iterator
from typing import Any

from grader.student.codec import clean


def cells_of(notebook: dict) -> Iterator[dict]:
    """Yield the cells of a notebook; nbformat 3 has them on worksheets."""
    sheets = [sheet for sheet in _list(notebook.get("worksheets")) if isinstance(sheet, dict)]
    lists = (_list(sheet.get("cells")) for sheet in (notebook, *sheets))
    return (cell for cells in lists for cell in cells if isinstance(cell, dict))


def source_of(cell: dict) -> str:
    """Return what stands in a cell, in characters that a file can hold; nbformat 3 calls it input."""
    return joined(cell.get("source", cell.get("input")))


def joined(text: Any) -> str:
    """Return a text that a notebook may hold as a string or as a list of lines."""
    if isinstance(text, list):
        text = "".join(line for line in text if isinstance(line, str))
    return clean(text) if isinstance(text, str) else ""


def mapping(value: Any) -> dict:
    """Return a mapping, an empty one where there is none."""
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list:
    return value if isinstance(value, list) else []
