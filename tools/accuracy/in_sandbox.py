"""Marks by `grader grade`: the command itself, or only the engine below it."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from accuracy.corpus import Submission, write_class
from accuracy.marks import Marks, from_report
from grader.marking.mark import as_json
from grader.marking.pool import Job, mark_all

Results = dict[tuple[str, str], Marks]  # by assignment and student


def grade_all(submissions: Iterable[Submission]) -> dict[Submission, Marks]:
    """Return what the command gives each submission, by its JSON report."""
    chosen = list(submissions)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results: Results = {}
        for assignment in sorted({one.exercise for one in chosen}):
            write_class((one for one in chosen if one.exercise == assignment), folder)
            results |= _command(folder, assignment)
    return {one: results[one.exercise, one.student] for one in chosen}


def mark_with_engine(submissions: Iterable[Submission]) -> dict[Submission, Marks]:
    """Return what the engine of `grader grade` gives each submission, without gradebook and table."""
    chosen = list(submissions)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_class(chosen, folder)
        marks = mark_all([_job(folder, one) for one in chosen], workers=None, isolated=True)
        results = _results(as_json(list(marks)))
    return {one: results[one.exercise, one.student] for one in chosen}


def _command(folder: Path, assignment: str) -> Results:
    report = folder / f"{assignment}.json"
    command = ["grade", str(folder / "submitted"), "--assignment", assignment, "--json", str(report)]
    done = subprocess.run([sys.executable, "-m", "grader", *command], capture_output=True, text=True)
    if not report.is_file():
        raise RuntimeError(f"grader grade failed: {done.stderr.strip()}")
    return _results(json.loads(report.read_text(encoding="utf-8")))


def _job(folder: Path, one: Submission) -> Job:
    path = folder / "submitted" / one.student / one.exercise / f"{one.exercise}.ipynb"
    return Job(one.student, one.exercise, path)


def _results(document: dict) -> Results:
    return {(result["assignment"], result["student"]): from_report(result) for result in document["results"]}
