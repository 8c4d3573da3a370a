"""`grader grade`: a class marked in one command."""

import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from grader.errors import UserError
from grader.marking.exercise import exercise, exercises
from grader.marking.gradebook import Book
from grader.marking.mark import Mark
from grader.marking.pool import Job, find_jobs, mark_all
from grader.marking.table import show
from grader.marking.writing import check_place, write_report
from grader.student.codec import clean
from grader.typography import typeset


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
        0 if every submission that was handed in was marked and entered, 1 if not.

    Raises:
        UserError: nothing to mark, no sandbox, or the JSON file cannot be.
    """
    found = _jobs(submitted, assignment, student)
    if sandbox:
        from grader.sandbox.command import require_sandbox

        require_sandbox()
    if json_file:
        check_place(json_file)
    console = Console()
    book = Book(submitted)
    marks = _mark(found, jobs, sandbox, console, book)
    complaints = _write(json_file, marks) if json_file else []
    for name in dict.fromkeys(mark.assignment for mark in marks):
        show([mark for mark in marks if mark.assignment == name], console)
    complaints += [
        f"Notes non inscrites au carnet : {what}." for what in dict.fromkeys(book.troubles.values())
    ]
    for sentence in complaints:
        print(typeset(clean(sentence)), file=sys.stderr)
    return 0 if not complaints and _is_complete(found, marks) else 1


def _write(json_file: Path, marks: list[Mark]) -> list[str]:
    try:
        write_report(json_file, marks)
    except OSError as error:
        from grader.marking.troubles import disk_trouble

        return [f"{json_file} {disk_trouble(error)}."]
    return []


def _is_complete(found: list[Job], marks: list[Mark]) -> bool:
    """Say whether whatever was handed in is in the gradebook; nothing was where a folder is empty."""
    empty = {(job.assignment, job.student) for job in found if not any(_entries(job.path.parent))}
    return all(mark.entered or (mark.assignment, mark.student) in empty for mark in marks)


def _entries(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except FileNotFoundError:
        return []
    except OSError:  # a link to nowhere, a file: something was handed in
        return [folder]


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


def _mark(found: list[Job], workers: int | None, sandbox: bool, console: Console, book: Book) -> list[Mark]:
    columns = (TextColumn("Correction"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=len(found))
        marks = []
        for mark in mark_all(found, workers, sandbox):
            marks.append(mark)
            book.enter(mark)  # at once: whatever happens to the others, this one is kept
            progress.advance(task)
    marks.sort(key=lambda mark: (mark.assignment, mark.student))
    book.finish(marks)
    return marks
