"""The organisation and its repositories, their labels, and what a caller may still ask.

- `GET /orgs/myorg/repos`, also as `/organizations/9001/repos`: the repositories that the caller may see, by
  page; 404 for another organisation.
- `GET /repos/myorg/NAME` and `/repos/myorg/NAME/labels`: 200, 404 (also where it is private).
- `GET /rate_limit`: 200, and costs nothing.
"""

from flask import Blueprint, Response

from grader.lab.github import lookup, refusals, repositories, shapes
from grader.lab.github.answering import caller
from grader.lab.github.callers import RESET
from grader.lab.github.issues_table import LABELS
from grader.lab.github.paging import answer, listed, page_of
from grader.lab.github.repositories import ORGANISATION, ORGANISATION_ID, Repository

pages = Blueprint("organisation", __name__)


@pages.get("/orgs/<name>/repos")
def list_repositories(name: str) -> Response:
    """Answer one page of the organisation's repositories."""
    if name.lower() != ORGANISATION:
        refusals.not_found("https://docs.github.com/rest/repos/repos#list-organization-repositories")
    return list_repositories_by_id(ORGANISATION_ID)


@pages.get("/organizations/<int:number>/repos")
def list_repositories_by_id(number: int) -> Response:
    """Answer the same at the address that the links name."""
    if number != ORGANISATION_ID:
        refusals.not_found()
    rows, link = page_of(lookup.visible(), f"{shapes.API}/organizations/{number}/repos")
    return listed([repositories.minimal(row, _open_issues(row)) for row in rows], link)


@pages.get("/repos/<owner>/<name>")
def show_repository(owner: str, name: str) -> Response:
    """Answer one repository."""
    found = lookup.by_name(owner, name)
    return answer(repositories.full(found, _open_issues(found)))


@pages.get("/repos/<owner>/<name>/labels")
def list_labels(owner: str, name: str) -> Response:
    """Answer one page of a repository's labels."""
    return list_labels_by_id(lookup.by_name(owner, name).id)


@pages.get("/repositories/<int:number>/labels")
def list_labels_by_id(number: int) -> Response:
    """Answer the same at the address that the links name."""
    found = lookup.by_id(number)
    rows, link = page_of(label_rows(found), f"{shapes.API}/repositories/{number}/labels")
    return listed(rows, link)


@pages.get("/rate_limit")
def show_rate_limit() -> Response:
    """Answer how many requests are left."""
    sender, reset = caller(), int(RESET.timestamp())
    core = {"limit": sender.limit, "used": sender.used, "remaining": sender.remaining, "reset": reset}
    search = {
        "limit": 30 if sender.id else 10,
        "used": 0,
        "remaining": 30 if sender.id else 10,
        "reset": reset,
    }
    return answer({"resources": {"core": core, "search": search}, "rate": core})


def label_rows(repository: Repository) -> list[dict[str, object]]:
    """Return the labels of a repository: all have the same, but their own numbers."""
    first = repository.id * 100
    return [
        shapes.label(repository.full_name, name, first + place, color, description)
        for place, (name, color, description) in enumerate(LABELS)
    ]


def _open_issues(repository: Repository) -> int:
    return lookup.issues().open_count(repository.name)
