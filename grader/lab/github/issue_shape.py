"""How GitHub shows an issue, and a pull request among the issues."""

from typing import Any

from grader.lab.github import shapes
from grader.lab.github.issues_table import LABELS, PEOPLE, Issue
from grader.lab.github.repositories import Repository

_PLACES = {name: place for place, (name, _, _) in enumerate(LABELS)}


def shown(repository: Repository, issue: Issue) -> dict[str, Any]:
    """Return an issue as GitHub shows it."""
    url = f"{shapes.API}/repos/{repository.full_name}/issues/{issue.number}"
    id = repository.id * 1000 + issue.number
    people = [shapes.account(login, PEOPLE[login]) for login in issue.assignees]
    closed = issue.closed and shapes.moment(issue.closed)
    return {
        "url": url,
        "repository_url": f"{shapes.API}/repos/{repository.full_name}",
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "html_url": _page(repository, issue),
        "id": id,
        "node_id": shapes.node_id("PullRequest" if issue.is_pull_request else "Issue", id),
        "number": issue.number,
        "title": issue.title,
        "user": shapes.account(issue.author, PEOPLE[issue.author]),
        "labels": [_label(repository, name) for name in issue.labels],
        "state": "closed" if issue.closed else "open",
        "locked": False,
        "assignee": people[0] if people else None,
        "assignees": people,
        "milestone": None,
        "comments": issue.comments,
        "created_at": shapes.moment(issue.created),
        "updated_at": shapes.moment(issue.updated),
        "closed_at": closed,
        "author_association": "MEMBER",
        "active_lock_reason": None,
        "body": issue.body,
        "reactions": shapes.no_reactions(url),
        "timeline_url": f"{url}/timeline",
        "performed_via_github_app": None,
        "state_reason": "completed" if issue.closed else None,
        **(
            {"draft": False, "pull_request": _pull_request(repository, issue)}
            if issue.is_pull_request
            else {}
        ),
    }


def _page(repository: Repository, issue: Issue) -> str:
    kind = "pull" if issue.is_pull_request else "issues"
    return f"{shapes.WEB}/{repository.full_name}/{kind}/{issue.number}"


def _pull_request(repository: Repository, issue: Issue) -> dict[str, Any]:
    page = _page(repository, issue)
    return {
        "url": f"{shapes.API}/repos/{repository.full_name}/pulls/{issue.number}",
        "html_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        "merged_at": issue.closed and shapes.moment(issue.closed),
    }


def _label(repository: Repository, name: str) -> dict[str, Any]:
    place = _PLACES[name]
    _, color, description = LABELS[place]
    return shapes.label(repository.full_name, name, repository.id * 100 + place, color, description)
