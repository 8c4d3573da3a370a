"""A notebook run again in a fresh kernel: what the marking reads of it, in the order in which it reads it."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from grader.errors import UserError
from grader.execution import KernelDied, execute
from grader.marking import remarks
from grader.marking.handout import Kind, handed_out
from grader.marking.remarks import Stopped
from grader.marking.steps import Asked, Cell, Submission
from grader.marking.submission import Unreadable, read_submission

NESTED = "GRADER_VERIFYING"  # set in the kernels in which a whole notebook is run
CELL_SECONDS = 60
MAX_RESTARTS = 4


@dataclass
class Rerun:
    """What came of it.

    Attributes:
        points: points earned and points to earn, by question.
        notices: what was repaired, and which cells stopped.
        executed: the notebook that was run.
    """

    points: dict[str, tuple[float, float]]
    notices: list[str]
    executed: NotebookNode


def rerun(path: Path, name: str, released: dict[str, Any], extra: str = "") -> Rerun:
    """Run a notebook as the marking would, with the checks that trainees have.

    Args:
        path: the notebook.
        name: what the course calls it.
        released: the one that it was handed out as.
        extra: code to run after its last cell.

    Raises:
        UserError: the file is no notebook.
    """
    handout = handed_out(released)
    try:
        submission = read_submission(path, handout)
    except Unreadable as reason:
        raise UserError(f"{path.name} ne peut pas être lu : {reason}. Enregistrez-le de nouveau.") from reason
    notebook = _notebook(submission, name, extra)
    executed, deadly = _run(notebook, path.parent)
    most = {cell.name: cell.points for cell in handout.values() if cell.kind is Kind.CHECK}
    points = {name: (_points(executed, name), maximum) for name, maximum in most.items()}
    stopped = _stopped(submission, executed, deadly)
    lost = {question for question, (got, maximum) in points.items() if got < maximum}
    notices = [*submission.notices, *remarks.told(stopped), *submission.explained(lost)]
    return Rerun(points, notices, executed)


def _notebook(submission: Submission, name: str, extra: str) -> NotebookNode:
    """Return a notebook of the steps, whose numbers are the cells' ids; its checks need no other cell."""
    cells = [new_code_cell(_source(step), id=str(number)) for number, step in enumerate(submission.steps)]
    for cell, step in zip(cells, submission.steps, strict=True):
        cell.metadata.question = step.question if isinstance(step, Asked) else ""
    start = new_code_cell(f"__import__('grader').start({name!r}) and None", id="start")
    return new_notebook(cells=[start, *cells, new_code_cell(extra, id="extra")])


def _source(step: Asked | Cell) -> str:
    return f"__import__('grader').check({step.question!r})" if isinstance(step, Asked) else step.source


def _run(notebook: NotebookNode, folder: Path) -> tuple[NotebookNode, list[int]]:
    """Return the executed notebook, and the cells that ended their kernel, emptied then."""
    deadly: list[int] = []
    environment = {**os.environ, NESTED: "1"}
    while True:
        try:
            done = execute(
                notebook, cwd=folder, timeout=CELL_SECONDS, allow_errors=True, env=environment, interrupt=True
            )
            return done, deadly
        except KernelDied as error:
            if len(deadly) == MAX_RESTARTS:
                raise UserError(
                    "Trop de cellules mettent fin au programme : retirez-en exit() et os._exit()."
                ) from error
            deadly.append(int(error.cell_id))
            notebook.cells[deadly[-1] + 1].source = ""


def _points(executed: NotebookNode, question: str) -> float:
    for cell in executed.cells:
        if cell.metadata.get("question") == question:
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    return float(output.data["text/plain"])
    return 0.0


def _stopped(submission: Submission, executed: NotebookNode, deadly: list[int]) -> list[Stopped]:
    found = []
    for number, (step, cell) in enumerate(zip(submission.steps, executed.cells[1:], strict=False)):
        if isinstance(step, Cell) and number in deadly:
            found.append(remarks.ended(step.source))
        elif isinstance(step, Cell) and not step.may_fail:
            errors = [output for output in cell.outputs if output.output_type == "error"]
            found += [remarks.raised(step.source, error.ename, error.evalue) for error in errors[:1]]
    return found
