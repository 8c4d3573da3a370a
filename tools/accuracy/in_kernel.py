"""Marks by `check()`: each submission's notebook in a kernel of its own, as a trainee runs it."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from accuracy.corpus import Submission, content
from accuracy.marks import Marks, from_report
from grader.execution import execute
from grader.marking.exercise import exercise
from grader.notebook.verify import NESTED
from grader.paths import notebooks

# The reports are what the cells `check(…)` returned: the last cell only reads them.
READ = """
import json
from grader.checks.report import Report
print(json.dumps([
    {
        "id": report.results[0].question,
        "checks": [
            {"name": check.name, "outcome": check.outcome.value, "message": check.message}
            for check in report.results
        ],
    }
    for report in Out.values() if isinstance(report, Report)
]))
"""
CELL_SECONDS = 120
AT_ONCE = 3 * (os.cpu_count() or 1)  # a kernel mostly waits: trainees try their code in real time


def check_all(submissions: Iterable[Submission]) -> dict[Submission, Marks]:
    """Return what `check()` gives each submission when its whole notebook is run in order."""
    chosen = list(submissions)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(chosen, pool.map(_check, chosen), strict=True))


def _check(submission: Submission) -> Marks:
    notebook = nbformat.reads(content(submission), as_version=4)
    notebook.cells.append(new_code_cell(READ, id="lire-les-comptes-rendus"))
    try:
        try:
            done = _run(submission.exercise, notebook)
        except CellTimeoutError:  # waits of minutes, in real time: trainees would skip what tries the code
            notebook.cells = [cell for cell in notebook.cells if not _tries(cell)]
            done = _run(submission.exercise, notebook)
    except (CellTimeoutError, DeadKernelError) as error:
        return Marks({}, trouble=f"the kernel stopped: {type(error).__name__}")
    return _marks(submission, done)


def _run(assignment: str, notebook: NotebookNode) -> NotebookNode:
    environment = {**os.environ, NESTED: "1"}  # `verify` would run all of it a second time
    with tempfile.TemporaryDirectory() as folder:
        place = shutil.copytree(notebooks() / assignment, Path(folder) / assignment)
        return execute(notebook, cwd=place, timeout=CELL_SECONDS, allow_errors=True, env=environment)


def _tries(cell: NotebookNode) -> bool:
    return "raises-exception" in cell.metadata.get("tags", [])


def _marks(submission: Submission, done: NotebookNode) -> Marks:
    told = done.cells[-1].outputs
    if not told or told[0].output_type != "stream":
        return Marks({}, trouble="the reports could not be read after the last cell")
    questions = json.loads(told[0].text)
    for question in questions:
        question["points"] = _shown(done, question["id"])
    found = from_report({"status": "graded", "notices": [], "questions": questions})
    if missing := exercise(submission.exercise).points.keys() - found.points.keys():
        return Marks({}, trouble=f"no table was shown for {', '.join(sorted(missing))}")
    return found


def _shown(done: NotebookNode, question: str) -> float:
    """Return the number that the question's cell shows, which is where nbgrader looks for it."""
    cell = next(cell for cell in done.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == question)
    return next(
        float(output.data["text/plain"]) for output in cell.outputs if output.output_type == "execute_result"
    )
