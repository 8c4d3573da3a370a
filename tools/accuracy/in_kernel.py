"""Marks by `verify`: each submission's notebook in a kernel of its own, with what `check()` says in it."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from accuracy.corpus import Submission, content
from accuracy.marks import Marks, from_report
from grader.errors import UserError
from grader.marking.exercise import exercise
from grader.notebook.rerun import Rerun, rerun
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
AT_ONCE = 3 * (os.cpu_count() or 1)  # a kernel mostly waits: trainees try their code in real time


def check_all(submissions: Iterable[Submission]) -> dict[Submission, Marks]:
    """Return what `verify` gives each submission."""
    chosen = list(submissions)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(chosen, pool.map(_check, chosen), strict=True))


def _check(submission: Submission) -> Marks:
    assignment = submission.exercise
    released = json.loads(exercise(assignment).released.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        place = shutil.copytree(notebooks() / assignment, Path(folder) / assignment)
        file = place / f"{assignment}.ipynb"
        file.write_bytes(content(submission))
        try:
            return _marks(submission, rerun(file, assignment, released, READ))
        except UserError as error:
            return Marks({}, trouble=str(error))


def _marks(submission: Submission, done: Rerun) -> Marks:
    told = done.executed.cells[-1].outputs
    if not told or told[0].output_type != "stream":
        return Marks({}, trouble="the reports could not be read after the last cell")
    questions = json.loads(told[0].text)
    for question in questions:
        question["points"] = done.points[question["id"]][0]
    found = from_report({"status": "graded", "notices": [], "questions": questions})
    if missing := exercise(submission.exercise).points.keys() - found.points.keys():
        return Marks({}, trouble=f"no table was shown for {', '.join(sorted(missing))}")
    return found
