"""`grader grade`: a class marked in one command."""

import json
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from grader.errors import UserError
from grader.marking.exercise import exercise, exercises
from grader.marking.gradebook import keep_marks
from grader.marking.mark import Mark, Status, as_json
from grader.marking.pool import Job, find_jobs, mark_all
from grader.marking.table import show


def grade(
    submitted: Path,
    assignment: str | None,
    student: str | None,
    jobs: int | None,
    json_file: Path | None,
    sandbox: bool,
) -> int:
    """Mark what is under ``submitted``, keep the marks in nbgrader's gradebook beside it, show the table.

    Args:
        submitted: nbgrader's folder: ``STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb``.
        assignment, student: restrict to one; all if None.
        jobs: number of processes, one per core if None.
        json_file: where to write the marks as JSON, too.
        sandbox: False runs the students' code without isolation.

    Returns:
        0 if every submission that was handed in was marked, 1 if not.

    Raises:
        UserError: nothing to mark, or no sandbox.
    """
    found = _jobs(submitted, assignment, student)
    if sandbox:
        from grader.sandbox.command import require_sandbox

        require_sandbox()
    _check_writable(json_file)
    console = Console()
    marks = _mark(found, jobs, sandbox, console)
    keep_marks(submitted.resolve(), marks)
    for name in dict.fromkeys(mark.assignment for mark in marks):
        show([mark for mark in marks if mark.assignment == name], console)
    if json_file:
        json_file.write_text(
            json.dumps(as_json(marks), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
    return 0 if all(mark.status is not Status.UNREADABLE for mark in marks) else 1


def _jobs(submitted: Path, assignment: str | None, student: str | None) -> list[Job]:
    if not submitted.is_dir():
        raise UserError(
            f"Le dossier {submitted} n'existe pas : il doit contenir STAGIAIRE/EXERCICE/EXERCICE.ipynb."
        )
    names = [exercise(assignment).name] if assignment else exercises()
    found = find_jobs(submitted, names, student)
    if not assignment:  # an exercise that nobody has handed in is not being marked
        handed_in = {job.assignment for job in found if job.path.parent.is_dir()}
        found = [job for job in found if job.assignment in handed_in]
    if not found:
        who = f" pour « {student} »" if student else ""
        raise UserError(f"Aucune copie{who} dans {submitted} : il faut STAGIAIRE/EXERCICE/EXERCICE.ipynb.")
    return found


def _check_writable(json_file: Path | None) -> None:
    if json_file and not json_file.resolve().parent.is_dir():
        raise UserError(f"Le dossier de {json_file} n'existe pas : créez-le, ou choisissez un autre fichier.")


def _mark(found: list[Job], workers: int | None, sandbox: bool, console: Console) -> list[Mark]:
    columns = (TextColumn("Correction"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=len(found))
        marks = []
        for mark in mark_all(found, workers, sandbox):
            marks.append(mark)
            progress.advance(task)
    return sorted(marks, key=lambda mark: (mark.assignment, mark.student))
