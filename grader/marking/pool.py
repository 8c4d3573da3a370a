"""The class, marked by a pool of processes: one bad submission costs that submission only."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from grader.leash import end_with
from grader.marking.exercise import Exercise, exercise
from grader.marking.mark import Mark, Status
from grader.marking.worker import mark_submission, unmarked


@dataclass(frozen=True)
class Job:
    """A submission to mark."""

    student: str
    assignment: str
    path: Path


def find_jobs(submitted: Path, assignments: Iterable[str], student: str | None) -> list[Job]:
    """Return a job for each student's folder and each assignment, whether or not it was handed in."""
    students = sorted(
        path.name for path in submitted.iterdir() if path.is_dir() and not path.name.startswith(".")
    )
    return [
        Job(name, assignment, submitted / name / assignment / f"{assignment}.ipynb")
        for assignment in assignments
        for name in students
        if student in (None, name)
    ]


def mark_all(jobs: list[Job], workers: int | None, isolated: bool) -> Iterator[Mark]:
    """Mark every job, in parallel; yield the marks as they come.

    Args:
        jobs: what to mark.
        workers: how many processes; if None, one per core, or two where checks really wait.
        isolated: False marks without a sandbox.
    """
    left = list(jobs)
    first = True
    while left:
        # A process that dies takes its pool along: what is left is tried once more, one at a time.
        count = min(workers or _workers(left), len(left)) if first else 1
        batch = left if first else left[:1]
        for job, mark in _batch(batch, count, isolated, last=not first):
            left.remove(job)
            yield mark
        first = False


def _workers(jobs: list[Job]) -> int:
    waits = any(exercise(name).waits for name in {job.assignment for job in jobs})
    return (os.cpu_count() or 1) * (2 if waits else 1)


def _batch(jobs: list[Job], workers: int, isolated: bool, last: bool) -> Iterator[tuple[Job, Mark]]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=end_with, initargs=(os.getpid(),)) as pool:
        futures = {pool.submit(_mark, job, exercise(job.assignment), isolated): job for job in jobs}
        for future in as_completed(futures):
            mark = _outcome(future, futures[future], last)
            if mark:
                yield futures[future], mark


def _mark(job: Job, exercise: Exercise, isolated: bool) -> Mark:
    return mark_submission(job.path, job.student, exercise, isolated)


def _outcome(future: "Future[Mark]", job: Job, last: bool) -> Mark | None:
    """Return the mark, or None where the process died and the job is worth another try."""
    try:
        return future.result()
    except BrokenProcessPool:
        if not last:
            return None
        reason = "le correcteur s'est arrêté"
    except Exception as error:  # ours: it must not cost the others their marks
        reason = f"{type(error).__name__} : {error}"
    notice = f"La correction de cette copie a échoué ({reason}) : corrigez-la à la main."
    return Mark(job.student, job.assignment, Status.UNREADABLE, unmarked(exercise(job.assignment)), [notice])
