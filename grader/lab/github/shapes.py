"""The shape of GitHub's objects: their own values, and all the addresses that lead on from each."""

import base64
from collections.abc import Iterable
from datetime import datetime
from typing import Any

API = "https://api.github.com"
WEB = "https://github.com"

_USER_LINKS = ("followers", "subscriptions", "organizations", "repos", "received_events")
_REPOSITORY_LINKS = {
    "archive": "/{archive_format}{/ref}",
    "assignees": "/assignees{/user}",
    "blobs": "/git/blobs{/sha}",
    "branches": "/branches{/branch}",
    "collaborators": "/collaborators{/collaborator}",
    "comments": "/comments{/number}",
    "commits": "/commits{/sha}",
    "compare": "/compare/{base}...{head}",
    "contents": "/contents/{+path}",
    "contributors": "/contributors",
    "deployments": "/deployments",
    "downloads": "/downloads",
    "events": "/events",
    "forks": "/forks",
    "git_commits": "/git/commits{/sha}",
    "git_refs": "/git/refs{/sha}",
    "git_tags": "/git/tags{/sha}",
    "hooks": "/hooks",
    "issue_comment": "/issues/comments{/number}",
    "issue_events": "/issues/events{/number}",
    "issues": "/issues{/number}",
    "keys": "/keys{/key_id}",
    "labels": "/labels{/name}",
    "languages": "/languages",
    "merges": "/merges",
    "milestones": "/milestones{/number}",
    "notifications": "/notifications{?since,all,participating}",
    "pulls": "/pulls{/number}",
    "releases": "/releases{/id}",
    "stargazers": "/stargazers",
    "statuses": "/statuses/{sha}",
    "subscribers": "/subscribers",
    "subscription": "/subscription",
    "tags": "/tags",
    "teams": "/teams",
    "trees": "/git/trees{/sha}",
}


def moment(when: datetime) -> str:
    """Write a time as GitHub does, in UTC."""
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"


def node_id(kind: str, number: int) -> str:
    """Return the identifier of GitHub's other API, GraphQL."""
    return base64.b64encode(f"{len(kind):03d}:{kind}{number}".encode()).decode()


def account(login: str, id: int, kind: str = "User") -> dict[str, Any]:
    """Return a user or an organisation as it stands inside other objects."""
    url = f"{API}/users/{login}"
    return {
        "login": login,
        "id": id,
        "node_id": node_id(kind, id),
        "avatar_url": f"https://avatars.githubusercontent.com/u/{id}?v=4",
        "gravatar_id": "",
        "url": url,
        "html_url": f"{WEB}/{login}",
        "following_url": f"{url}/following{{/other_user}}",
        "gists_url": f"{url}/gists{{/gist_id}}",
        "starred_url": f"{url}/starred{{/owner}}{{/repo}}",
        "events_url": f"{url}/events{{/privacy}}",
        **{f"{name}_url": f"{url}/{_path(name)}" for name in _USER_LINKS},
        "type": kind,
        "site_admin": False,
    }


def repository_links(full_name: str) -> dict[str, str]:
    """Return the addresses of everything that belongs to a repository."""
    url = f"{API}/repos/{full_name}"
    return {"url": url, **{f"{name}_url": url + path for name, path in _REPOSITORY_LINKS.items()}}


def label(full_name: str, name: str, id: int, color: str, description: str) -> dict[str, Any]:
    """Return a label of a repository."""
    return {
        "id": id,
        "node_id": node_id("Label", id),
        "url": f"{API}/repos/{full_name}/labels/{name.replace(' ', '%20')}",
        "name": name,
        "color": color,
        "default": name in ("bug", "documentation"),
        "description": description,
    }


def no_reactions(url: str) -> dict[str, Any]:
    """Return the count of reactions to an issue that nobody reacted to."""
    names: Iterable[str] = ("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")
    return {"url": f"{url}/reactions", "total_count": 0, **dict.fromkeys(names, 0)}


def _path(name: str) -> str:
    return "orgs" if name == "organizations" else name
