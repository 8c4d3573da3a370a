"""The stub that stands for an answer, and the markers around what it replaces."""

import ast
from collections.abc import Iterator

from nbformat import NotebookNode

from grader.release.cells import CellError
from grader.release.questions import cells_with

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"
STUB = """\
# Écrivez votre code ici.
raise NotImplementedError("à vous d'écrire ce code")"""


def check_markers(nb: NotebookNode) -> None:
    """Refuse markers that do not pair up, stand outside an answer or are missing from one."""
    for cell in nb.cells:
        found = list(_markers(cell))
        if "answer" not in cell.metadata and found:
            raise CellError(
                cell, "elle contient une solution sans être une réponse ; ajoutez « :answer: nom »."
            )
        if "answer" in cell.metadata and not found:
            raise CellError(cell, f"il manque « {BEGIN} » et « {END} » autour de la solution.")
        if found != [BEGIN, END] * (len(found) // 2):
            raise CellError(cell, f"« {BEGIN} » et « {END} » doivent se suivre par paires.")


def check_stubs(nb: NotebookNode) -> None:
    """Refuse a stub outside of a function: it would stop « Run all » at that cell."""
    for cell in cells_with(nb, "answer"):
        if any(_raises_stub(node) for node in _statements_run_at_once(cell)):
            raise CellError(cell, f"placez « {BEGIN} » dans le corps d'une fonction.")


def without_markers(source: str) -> str:
    """Return an answer's code as it is shown to the reader."""
    return "\n".join(line for line in source.splitlines() if line.strip() not in (BEGIN, END))


def _markers(cell: NotebookNode) -> Iterator[str]:
    """nbgrader takes any line that holds the words for a marker."""
    for line in cell.source.splitlines():
        for marker in (BEGIN, END):
            if marker.lstrip("# ") in line:
                yield marker


def _statements_run_at_once(cell: NotebookNode) -> Iterator[ast.AST]:
    try:
        waiting: list[ast.AST] = [ast.parse(cell.source)]
    except SyntaxError as error:
        problem = f"une fois la solution retirée, sa ligne {error.lineno} n'est plus du Python valide."
        raise CellError(cell, problem) from error
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))


def _raises_stub(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Raise)
        and node.exc is not None
        and "NotImplementedError" in ast.unparse(node.exc)
    )
