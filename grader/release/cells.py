"""How a cell is named in a message, and the error that names one."""

from nbformat import NotebookNode


class CellError(Exception):
    """A cell of a source is wrong: `cell` says which, the message what is wrong and what to do, in French."""

    def __init__(self, cell: NotebookNode, problem: str) -> None:
        super().__init__(f"cellule « {label(cell)} » : {problem}")


def label(cell: NotebookNode) -> str:
    """Return the name that the source gives a cell, else its first line."""
    named = next((cell.metadata[key] for key in ("id", "answer", "question") if key in cell.metadata), None)
    return str(named) if named is not None else first_line(cell)


def first_line(cell: NotebookNode) -> str:
    """Return the first line of a cell that is not blank, cut to what fits in a message."""
    lines = (line.strip() for line in cell.source.splitlines())
    return next((line[:60] for line in lines if line), "(vide)")
