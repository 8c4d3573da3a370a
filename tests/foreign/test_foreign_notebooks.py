"""Notebooks as other tools and other hands leave them keep their marks, or are told why not."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from foreign.catalogue import KINDS
from foreign.kind import Kind
from foreign.writing import write

from grader.errors import UserError
from grader.marking.mark import Mark
from grader.marking.pool import Job, mark_all
from grader.sandbox.command import require_sandbox

WORKERS = 2


@pytest.fixture(scope="module")
def marks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Mark]:
    """Every kind's mark, by its student."""
    try:
        require_sandbox()
    except UserError as reason:
        pytest.skip(str(reason))
    folder = tmp_path_factory.mktemp("foreign")
    jobs = [Job(kind.student, kind.assignment, write(kind, folder)) for kind in KINDS]
    return {mark.student: mark for mark in mark_all(jobs, WORKERS, isolated=True)}


def of(wanted: Iterator[Kind] | list[Kind]) -> list:
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


def test_files_are_the_same_each_time(tmp_path: Path):
    assert all(kind.content() == kind.content() for kind in KINDS[:20])
