"""Notebooks as other tools and other hands leave them keep their marks, or are told why not."""

import re
from pathlib import Path

import pytest
from foreign.catalogue import KINDS
from foreign.cells import answer, as_new
from foreign.kind import EX1, Kind, as_bytes, right
from foreign.writing import write

from grader.errors import UserError
from grader.marking.exercise import exercise
from grader.marking.mark import Mark
from grader.marking.pool import Job, mark_all
from grader.marking.submission import Unreadable, read_submission
from grader.sandbox.command import require_sandbox

WORKERS = 2


@pytest.fixture(scope="module")
def sandbox() -> None:
    """Skip where there is no sandbox."""
    try:
        require_sandbox()
    except UserError as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="module")
def marks(tmp_path_factory: pytest.TempPathFactory, sandbox: None) -> dict[str, Mark]:
    """Every kind's mark, by its student; copies that are read as the same steps are marked once."""
    folder = tmp_path_factory.mktemp("foreign")
    same: dict[str, list[Job]] = {}
    for kind in KINDS:
        job = Job(kind.student, kind.assignment, write(kind, folder))
        same.setdefault(_as_read(job), []).append(job)
    firsts = {jobs[0].student: jobs for jobs in same.values()}
    marked = mark_all([jobs[0] for jobs in firsts.values()], WORKERS, isolated=True)
    return {job.student: mark for mark in marked for job in firsts[mark.student]}


def _as_read(job: Job) -> str:
    """Return all that the mark of a copy depends on."""
    try:
        return f"{job.assignment}: {read_submission(job.path, exercise(job.assignment).handout)!r}"
    except Unreadable as reason:
        return str(reason)


def of(wanted: list[Kind]) -> list:
    return [pytest.param(kind, id=kind.student) for kind in wanted]


@pytest.mark.parametrize("kind", of([kind for kind in KINDS if kind.full]))
def test_notebook_keeps_full_marks(kind: Kind, marks: dict[str, Mark]):
    mark = marks[kind.student]
    assert (mark.score, mark.notices) == (mark.max_score, mark.notices)


@pytest.mark.parametrize("kind", of([kind for kind in KINDS if kind.told]))
def test_what_was_repaired_or_lost_is_told(kind: Kind, marks: dict[str, Mark]):
    mark = marks[kind.student]
    if not kind.full and mark.score == mark.max_score:
        return  # nothing was lost: better than asked for
    told = "\n".join(mark.notices)
    assert [what for what in kind.told if not re.search(what, told)] == [], told or "no notice"


@pytest.mark.parametrize("kind", of([kind for kind in KINDS if kind.quiet]))
def test_what_changes_nothing_is_not_told(kind: Kind, marks: dict[str, Mark]):
    assert marks[kind.student].notices == []


def test_names_are_one_of_a_kind():
    assert len({kind.student for kind in KINDS}) == len(KINDS) >= 100


def test_wrong_answer_in_a_copy_without_names_is_not_called_absent(tmp_path: Path, sandbox: None):
    notebook = right(EX1)
    answer(notebook, "bilan")["source"] = "def summarize(history):\n    return 1"
    as_new(notebook)
    path = tmp_path / "ex1_monitoring.ipynb"
    path.write_bytes(as_bytes(notebook))
    [mark] = mark_all([Job("wrong", EX1, path)], 1, isolated=True)
    assert (mark.score < mark.max_score, mark.notices) == (True, [])
