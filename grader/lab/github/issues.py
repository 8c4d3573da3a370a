"""Issues and pull requests.

- `GET /repos/myorg/NAME/issues`, also as `/repositories/ID/issues`: those with `state`, `since`, `labels`,
  `assignee` and `creator`, sorted by `sort` and `direction`, by page; 404, 422.
- `POST` there: 201; 400 no JSON, 401 nobody, 403 no right or archived, 404, 410 issues disabled, 422.
- `GET /repos/myorg/NAME/issues/NUMBER`: 200, 404.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState

from grader.lab.github import lookup, refusals, shapes
from grader.lab.github.answering import caller
from grader.lab.github.callers import NOW
from grader.lab.github.issue_shape import shown
from grader.lab.github.issues_table import Issue, Issues
from grader.lab.github.paging import answer, listed, page_of
from grader.lab.github.repositories import Repository

_DOCS = "https://docs.github.com/rest/issues/issues"
_LIST, _CREATE = f"{_DOCS}#list-repository-issues", f"{_DOCS}#create-an-issue"
_STATES: dict[str, Callable[[Issue], bool]] = {
    "open": lambda issue: issue.closed is None,
    "closed": lambda issue: issue.closed is not None,
    "all": lambda issue: True,
}
_ORDERS: dict[str, Callable[[Issue], Any]] = {
    "created": lambda issue: (issue.created, issue.number),
    "updated": lambda issue: (issue.updated, issue.number),
    "comments": lambda issue: (issue.comments, issue.number),
}

pages = Blueprint("issues", __name__)


@pages.record
def _open_state(setup: BlueprintSetupState) -> None:
    setup.app.extensions["issues"] = Issues()


@pages.get("/repos/<owner>/<name>/issues")
def list_issues(owner: str, name: str) -> Response:
    """Answer one page of a repository's issues and pull requests."""
    return list_issues_by_id(lookup.by_name(owner, name).id)


@pages.get("/repositories/<int:number>/issues")
def list_issues_by_id(number: int) -> Response:
    """Answer the same at the address that the links name."""
    found = lookup.by_id(number)
    _refuse_disabled(found)
    rows, link = page_of(_wanted(found), f"{shapes.API}/repositories/{number}/issues")
    return listed([shown(found, issue) for issue in rows], link)


@pages.get("/repos/<owner>/<name>/issues/<int:number>")
def show_issue(owner: str, name: str, number: int) -> Response:
    """Answer one issue or pull request."""
    found = lookup.by_name(owner, name)
    _refuse_disabled(found)
    issue = lookup.issues().get(found.name, number) or refusals.not_found(f"{_DOCS}#get-an-issue")
    return answer(shown(found, issue))


@pages.post("/repos/<owner>/<name>/issues")
def create_issue(owner: str, name: str) -> Response:
    """Open an issue."""
    if not caller().id:
        refusals.refuse(401, "Requires authentication", _CREATE)
    found = lookup.by_name(owner, name)
    _refuse_disabled(found)
    if found.archived:
        refusals.refuse(403, "Repository was archived so is read-only.", _CREATE)
    if not caller().may_write:
        refusals.refuse(403, "Resource not accessible by personal access token", _CREATE)
    title, body = _new_issue()
    issue = lookup.issues().create(found.name, title, body, caller().login, NOW)
    place = f"{shapes.API}/repos/{found.full_name}/issues/{issue.number}"
    return answer(shown(found, issue), 201, {"Location": place})


def _refuse_disabled(repository: Repository) -> None:
    if not repository.has_issues:
        refusals.refuse(410, "Issues has been disabled in this repository.", _DOCS)


def _wanted(repository: Repository) -> list[Issue]:
    """Return the issues that the query asks for, in its order."""
    has_state = _choice("state", _STATES, "open")
    since, wanted = _since(), request.args.get("labels", "")
    labels = {name.strip().lower() for name in wanted.split(",")} - {""}
    rows = [
        issue
        for issue in lookup.issues().of(repository.name)
        if has_state(issue)
        and (since is None or issue.updated >= since)
        and labels <= {name.lower() for name in issue.labels}
        and request.args.get("creator", issue.author) == issue.author
        and _is_assigned(issue, request.args.get("assignee", ""))
    ]
    rows.sort(key=_choice("sort", _ORDERS, "created"), reverse=request.args.get("direction") != "asc")
    return rows


def _choice(name: str, accepted: dict[str, Callable[[Issue], Any]], default: str) -> Callable[[Issue], Any]:
    value = request.args.get(name, default)
    return accepted.get(value) or refusals.invalid("Issue", name, "invalid", _LIST)


def _since() -> datetime | None:
    text = request.args.get("since")
    if text is None:
        return None
    try:
        since = datetime.fromisoformat(text)
    except ValueError:
        refusals.invalid("Issue", "since", "invalid", _LIST)
    return since if since.tzinfo else since.replace(tzinfo=NOW.tzinfo)


def _is_assigned(issue: Issue, assignee: str) -> bool:
    if assignee in ("", "*", "none"):
        return {"": True, "*": bool(issue.assignees), "none": not issue.assignees}[assignee]
    return assignee in issue.assignees


def _new_issue() -> tuple[str, str | None]:
    """Read the title and the text of a new issue."""
    fields = request.get_json(silent=True, force=True)
    if not isinstance(fields, dict):
        refusals.refuse(400, "Problems parsing JSON", _CREATE)
    if "title" not in fields:
        refusals.refuse(422, 'Invalid request.\n\n"title" wasn\'t supplied.', _CREATE)
    title, body = fields["title"], fields.get("body")
    if not isinstance(title, str) or not title.strip():
        refusals.invalid("Issue", "title", "missing_field", _CREATE)
    if body is not None and not isinstance(body, str):
        refusals.invalid("Issue", "body", "invalid", _CREATE)
    return title, body
