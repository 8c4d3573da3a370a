"""A part of the corpus, quicker to mark: every right submission, and a wrong one at least for each check."""

import re
from collections.abc import Iterator

from accuracy.corpus import Submission, corpus

Caught = dict[tuple[str, str, str], set[str]]  # by exercise, question and title of a check: names


def sample(page: str) -> list[Submission]:
    """Choose from the corpus by what docs/accuracy.md says that each check catches."""
    chosen = _cover(caught(page))
    return [one for one in corpus() if one.kind == "right" or (one.exercise, one.name) in chosen]


def caught(page: str) -> Caught:
    """Read the tables of docs/accuracy.md: the names of the wrong submissions that each check catches."""
    return {check: set(names) for check, names in _rows(page)}


def _rows(page: str) -> Iterator[tuple[tuple[str, str, str], list[str]]]:
    for section in page.split("\n### ")[1:]:
        exercise, *lines = section.splitlines()
        for line in lines:
            cells = [cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip("|"))]
            if len(cells) == 5 and cells[3].strip().isdigit():
                question, title, _, count, names = (cell.strip() for cell in cells)
                yield (exercise, question, title), names.split(", ") if int(count) else []


def _cover(left: Caught) -> set[tuple[str, str]]:
    """Choose few submissions, by exercise and name, so that each check catches one: rarest check first."""
    chosen: set[tuple[str, str]] = set()
    for check in sorted(left, key=lambda check: (len(left[check]), check)):
        exercise, names = check[0], left[check]
        if names and not any((exercise, name) in chosen for name in names):
            chosen.add((exercise, max(sorted(names), key=lambda name: _weight(left, exercise, name))))
    return chosen


def _weight(left: Caught, exercise: str, name: str) -> int:
    return sum(name in names for check, names in left.items() if check[0] == exercise)
