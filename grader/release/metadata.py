"""The metadata of a released notebook: what Jupyter, check() and solution() need, nothing else."""

import hashlib

from nbformat import NotebookNode

from grader.release.questions import cells_with
from grader.release.stubs import without_markers

_KEPT_IN_CELLS = {"deletable", "editable", "jupyter", "nbgrader", "tags"}
_KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_LANGUAGE = {
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "pygments_lexer": "ipython3",
}


def lesson_answers(nb: NotebookNode) -> dict[str, str]:
    """Return each question's full answer, read before the stubs replace them."""
    return {cell.metadata["answer"]: without_markers(cell.source) for cell in cells_with(nb, "answer")}


def sha256(content: bytes) -> str:
    """Return the hash by which an altered file of checks is noticed."""
    return hashlib.sha256(content).hexdigest()


def set_metadata(nb: NotebookNode, grader: dict[str, dict[str, str]]) -> None:
    """Replace the notebook's metadata, jupytext's included, and drop what authors wrote in the cells."""
    title = {"title": nb.metadata["title"]} if "title" in nb.metadata else {}
    nb.metadata = NotebookNode(kernelspec=_KERNELSPEC, language_info=_LANGUAGE, grader=grader, **title)
    for cell in nb.cells:
        cell.metadata = NotebookNode(
            {key: cell.metadata[key] for key in cell.metadata.keys() & _KEPT_IN_CELLS}
        )
