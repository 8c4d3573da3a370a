"""The corpus marked again and again on a busy machine: right at first, then the same each time.

The first marks are compared with the golden ones, later outcomes and sentences with those of the first
run. Only figures may differ (a real arrival, an address, a number drawn), the names of temporary files,
and the line at which an endless loop was ended.
"""

import multiprocessing
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from accuracy.corpus import Submission
from accuracy.findings import Marked, surprises_of_each
from accuracy.in_sandbox import mark_with_engine
from accuracy.marks import Checked
from grader.checks.verdict import NAMED


def repeat(submissions: Sequence[Submission], times: int) -> list[str]:
    """Mark the corpus so many times while another process keeps a core busy; return what is wrong."""
    first: Marked = {}
    told: list[str] = []
    with _busy():
        for turn in range(1, times + 1):
            began = time.monotonic()
            marked = mark_with_engine(submissions)
            wrong = list(_differences(first, marked, turn)) if first else surprises_of_each(marked)
            first = first or marked
            told += wrong
            count = sum(len(marks.checks) for marks in marked.values())
            print(
                f"Run {turn}: {len(marked)} submissions, {count} results of checks in "
                f"{time.monotonic() - began:.0f} s, {len(wrong)} other than "
                f"{'they must be' if turn == 1 else 'in run 1'}.",
                *wrong,
                sep="\n",
                flush=True,
            )
    return told


def _differences(first: Marked, marked: Marked, turn: int) -> Iterator[str]:
    for submission, marks in marked.items():
        before = first[submission]
        if marks.points != before.points or marks.trouble != before.trouble:
            yield f"{submission.place}, run {turn}: {marks.total:g} {marks.trouble}, not {before.total:g}."
        for check, other in zip(marks.checks, before.checks, strict=False):
            if _told(check) != _told(other):
                yield (
                    f"{submission.place}, run {turn}, {check.question}, {check.name}: "
                    f"{check.outcome} “{check.message}”, not {other.outcome} “{other.message}”."
                )


def _told(check: Checked) -> tuple[str, str, str, str]:
    ended = NAMED["TimeLimit"]
    told = ended if check.message.startswith(ended) else check.message
    sentence = re.sub(r"0x[0-9a-f]+|\btmp\w+|\d+(?:[.,]\d+)*", "…", told)
    return check.question, check.name, check.outcome, sentence


@contextmanager
def _busy() -> Iterator[None]:
    process = multiprocessing.get_context("spawn").Process(target=_spin, daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()


def _spin() -> None:
    while True:
        pass
