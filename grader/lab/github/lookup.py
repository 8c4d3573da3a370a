"""Finding what a request asks for, if its sender may know of it."""

from flask import current_app

from grader.lab.github import refusals
from grader.lab.github.answering import caller
from grader.lab.github.issues_table import Issues
from grader.lab.github.repositories import ON_CALL, REPOSITORIES, Repository


def issues() -> Issues:
    """Return the table of issues."""
    table: Issues = current_app.extensions["issues"]
    return table


def visible() -> list[Repository]:
    """Return the organisation's repositories that the sender may see."""
    return [row for row in REPOSITORIES if caller().member or not row.private]


def by_name(owner: str, name: str) -> Repository:
    """Return a repository, or refuse: a private one does not exist for who may not see it."""
    found = (row for row in _all() if (row.owner, row.name) == (owner.lower(), name.lower()))
    return next(found, None) or refusals.not_found()


def by_id(number: int) -> Repository:
    """Return a repository by the number that GitHub's links use, or refuse."""
    return next((row for row in _all() if row.id == number), None) or refusals.not_found()


def _all() -> list[Repository]:
    return [*visible(), ON_CALL]
