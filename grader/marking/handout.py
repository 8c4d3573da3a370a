"""The notebook as it was handed out: what each of its code cells is for."""

import ast
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Kind(Enum):
    """What a code cell is for."""

    GIVEN = "given"  # what the rest of the notebook needs
    ANSWER = "answer"  # where an answer is written
    TRIAL = "trial"  # tries an answer, and may fail
    CHECK = "check"  # where the checks of a question run


@dataclass(frozen=True)
class HandedOut:
    """A code cell of the release.

    Attributes:
        name: nbgrader's grade_id, else the cell's id.
        kind: what it is for.
        source: its code, as released.
        question: the one that it belongs to; "" below the last.
        points: what the question is worth, 0 for a cell that marks nothing.
        names: what it defines or imports.
    """

    name: str
    kind: Kind
    source: str
    question: str
    points: float = 0.0
    names: tuple[str, ...] = ()


def handed_out(notebook: dict[str, Any]) -> dict[str, HandedOut]:
    """Return the code cells of a released notebook by name, in its order."""
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    found: dict[str, HandedOut] = {}
    question = ""
    for cell in reversed(cells):  # a question's check is the last of its cells
        marked, kind = cell["metadata"].get("nbgrader", {}), _kind(cell)
        name = marked.get("grade_id") or cell["id"]
        question = name if kind is Kind.CHECK else question
        source = "".join(cell["source"])
        found[name] = HandedOut(name, kind, source, question, marked.get("points", 0.0), _names(source))
    return dict(reversed(found.items()))


def _kind(cell: dict[str, Any]) -> Kind:
    marked = cell["metadata"].get("nbgrader", {})
    if marked.get("grade"):
        return Kind.CHECK
    if marked.get("solution"):
        return Kind.ANSWER
    return Kind.TRIAL if "raises-exception" in cell["metadata"].get("tags", []) else Kind.GIVEN


def _names(source: str) -> tuple[str, ...]:
    """Return the names that the release's own code binds at its top level."""
    names: list[str] = []
    for node in ast.parse(source).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.append(name)
            case ast.Import(names=imported) | ast.ImportFrom(names=imported):
                names += [(alias.asname or alias.name).partition(".")[0] for alias in imported]
            case ast.Assign(targets=[ast.Name(id=name)]):
                names.append(name)
    return tuple(names)
