"""verify("…"): the whole notebook, saved and run again in a fresh process, as the marking will."""

import os
import time
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import nbformat

from grader.errors import UserError
from grader.notebook.course import current
from grader.notebook.help import Note
from grader.notebook.shell import in_kernel
from grader.typography import number, typeset

NESTED = "GRADER_VERIFYING"
SAVE = """
const app = window.jupyterapp;  // a document that is not writable, or not read yet, would open a dialog
if (app?.shell.currentWidget?.context?.contentsModel?.writable) app.commands.execute('docmanager:save');
"""
SAVE_SECONDS = 3.0
CELL_SECONDS = 600
WHOLE = (NESTED, "NBGRADER_EXECUTION", "NBGRADER_VALIDATING")  # set where a fresh process runs it all


@dataclass
class Overview:
    """The points of each question, after a run of the whole notebook in a fresh process.

    Attributes:
        points: points earned and points to earn, by question.
        saved: when the file that was run had been saved, as HH:MM:SS.
        stopped: the first cell that failed and its error, "" if none did.
    """

    points: dict[str, tuple[float, float]]
    saved: str
    stopped: str

    def lines(self) -> list[str]:
        """Return the overview as French lines."""
        earned, total = (sum(column) for column in zip(*self.points.values(), strict=True))
        told = [f"Version enregistrée à {self.saved}, exécutée dans un processus neuf :"]
        told += [f"• {name} : {number(got)} sur {number(most)}" for name, (got, most) in self.points.items()]
        told.append(f"Total des vérifications visibles : {number(earned)} sur {number(total)}.")
        if self.stopped:
            told.append(f"Attention, une cellule échoue : {self.stopped}")
        return [typeset(line) for line in told]

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        bundle = {"text/plain": repr(self)}
        if in_kernel():
            style = "warning" if self.stopped else "info"
            bundle["text/html"] = (
                f'<div class="alert alert-{style}">{"<br>".join(map(escape, self.lines()))}</div>'
            )
        return bundle


def verify(name: str) -> Overview | Note:
    """Save the notebook, run it from top to bottom in a fresh process, and show what each question earns.

    A check that passes on a kernel in which cells were run in any order proves little; this does.

    Args:
        name: the notebook's name, without ``.ipynb``.

    Raises:
        UserError: the notebook's file is not in this folder.
    """
    if any(name in os.environ for name in WHOLE):
        return Note("Le notebook entier est déjà en cours d'exécution dans un processus neuf.")
    course = current()
    path = Path.cwd() / f"{name}.ipynb"
    if not path.is_file():
        raise UserError(
            f"Le fichier {path.name} n'est pas dans ce dossier : redonnez au notebook son nom d'origine."
        )
    _save(path)
    executed = _run(path)
    points = {question: _points(executed, question) for question in _questions(executed)}
    named = {question: (got, course.points(question) or 0.0) for question, got in points.items()}
    saved = time.strftime("%H:%M:%S", time.localtime(path.stat().st_mtime))
    return Overview(named, saved, _first_failure(executed))


def _save(path: Path) -> None:
    """Ask JupyterLab to save; elsewhere the file is taken as it is, and its age is told."""
    if not in_kernel():
        return
    from IPython.display import Javascript, clear_output, display

    before, deadline = path.stat().st_mtime_ns, time.monotonic() + SAVE_SECONDS
    display(Javascript(SAVE))
    while path.stat().st_mtime_ns == before and time.monotonic() < deadline:
        time.sleep(0.05)
    clear_output(wait=True)  # a kept script would run again each time the notebook is opened


def _run(path: Path) -> nbformat.NotebookNode:
    from grader.execution import execute

    notebook = nbformat.read(path, as_version=4)
    nested = {**os.environ, NESTED: "1"}
    return execute(notebook, cwd=path.parent, timeout=CELL_SECONDS, allow_errors=True, env=nested)


def _questions(notebook: nbformat.NotebookNode) -> list[str]:
    marked = (cell.metadata.get("nbgrader", {}) for cell in notebook.cells)
    return [cell["grade_id"] for cell in marked if cell.get("grade")]


def _points(notebook: nbformat.NotebookNode, question: str) -> float:
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == question:
            for output in cell.get("outputs", []):
                if output.output_type == "execute_result":
                    return float(output.data["text/plain"])
    return 0.0


def _first_failure(notebook: nbformat.NotebookNode) -> str:
    for cell in notebook.cells:
        if "raises-exception" in cell.metadata.get("tags", []):
            continue
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                first = (cell.source.splitlines() or [""])[0]
                return f"« {first[:60]} » — {output.ename} : {output.evalue[:200]}"
    return ""
