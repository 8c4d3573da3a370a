"""The repositories of the organisation `myorg`, and one of a person's, as the stand-in starts with them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grader.lab.github import shapes

ORGANISATION = "myorg"
ORGANISATION_ID = 9001
PERSON = "ada-lovelace"
_OWNERS = {ORGANISATION: (ORGANISATION_ID, "Organization"), PERSON: (1001, "User")}
_FIRST_ID = 70001


@dataclass(frozen=True)
class Repository:
    """One repository.

    Attributes:
        name, description, language, topics: what it is about.
        created, pushed: days of its creation and of its last commit.
        size: in kilobytes.
        stars: how many accounts have starred it.
        private: only members of the organisation know that it exists.
        archived: kept, but read-only.
        has_issues: whether issues are enabled.
        branch: the default branch.
        owner: whose it is: the organisation's, or a person's.
    """

    id: int
    name: str
    language: str | None
    created: str
    pushed: str
    size: int
    stars: int
    description: str | None
    private: bool = False
    archived: bool = False
    has_issues: bool = True
    branch: str = "main"
    owner: str = ORGANISATION

    @property
    def full_name(self) -> str:
        """The name with the owner's."""
        return f"{self.owner}/{self.name}"


# Name, language, created, last push, size in kB, stars, description, and what is special.
_ROWS: tuple[tuple[Any, ...], ...] = (
    ("annuaire", "Python", "2019-03-11", "2025-12-18", 4210, 14, "Synchronise l'annuaire LDAP"),
    ("ansible-socle", "Jinja", "2018-06-04", "2026-01-02", 8730, 52, "Rôles Ansible communs"),
    ("archives-2017", "Perl", "2017-01-09", "2018-02-20", 15200, 0, "Anciens scripts", {"archived": True}),
    ("atlas", "Go", "2021-09-20", "2025-12-30", 6120, 23, "Cartographie du réseau"),
    ("backup-nas", "Shell", "2017-05-15", "2021-04-12", 310, 4, "Sauvegarde des NAS", {"branch": "master"}),
    ("bastion", "HCL", "2020-02-03", "2025-11-27", 540, 9, "Accès SSH", {"private": True}),
    ("coffre", "HCL", "2022-01-17", "2025-12-22", 410, 2, "Politiques de Vault", {"private": True}),
    ("dns-zones", None, "2016-04-18", "2025-12-29", 1900, 3, "Zones DNS", {"has_issues": False}),
    ("docs", "Markdown", "2016-02-01", "2025-12-15", 22400, 17, "Documentation d'exploitation"),
    ("facturation", "Java", "2016-09-12", "2019-07-03", 30500, 1, None, {"branch": "master"}),
    ("grafana-tableaux", "Jsonnet", "2020-10-05", "2025-10-14", 2750, 11, "Tableaux de bord"),
    ("infra", "HCL", "2019-01-14", "2026-01-04", 12900, 38, "Infrastructure décrite par du code"),
    ("inventaire", "Python", "2021-03-08", "2023-05-22", 690, 7, "Inventaire du parc"),
    ("ldap-outils", "Python", "2016-11-21", "2020-01-30", 180, 5, "Outils LDAP", {"branch": "master"}),
    ("nagios-sondes", "Perl", "2016-03-14", "2019-11-18", 870, 6, "Sondes Nagios", {"archived": True}),
    ("paie", "Java", "2018-04-23", "2024-02-12", 18700, 0, "Interfaces avec la paie", {"private": True}),
    ("prometheus-regles", None, "2020-09-28", "2025-12-31", 640, 27, "Règles d'alerte"),
    ("supervision", "Python", "2021-05-31", "2025-12-19", 3350, 41, "Sondes et alertes"),
    ("vpn-profils", "Python", "2020-03-23", "2023-01-16", 260, 8, "Profils du VPN"),
    ("wiki-export", "Python", "2018-01-22", "2018-09-05", 1200, 1, "Export de l'ancien wiki"),
)

REPOSITORIES = tuple(
    Repository(id, *row[:7], **(row[7] if len(row) > 7 else {})) for id, row in enumerate(_ROWS, _FIRST_ID)
)
# The tickets of those who are on call: exercise 2 reads them all, and its cassette has to stay small.
ON_CALL = Repository(
    70101, "astreinte", None, "2024-12-02", "2025-11-05", 90, 2, "Tickets de l'astreinte", owner=PERSON
)


def minimal(repository: Repository, open_issues: int) -> dict[str, Any]:
    """Return a repository as GitHub lists it (its `minimal-repository`)."""
    pushed = _moment(repository.pushed, 17)
    return {
        "id": repository.id,
        "node_id": shapes.node_id("Repository", repository.id),
        "name": repository.name,
        "full_name": repository.full_name,
        "private": repository.private,
        "owner": shapes.account(repository.owner, *_OWNERS[repository.owner]),
        "html_url": f"{shapes.WEB}/{repository.full_name}",
        "description": repository.description,
        "fork": False,
        **shapes.repository_links(repository.full_name),
        "created_at": _moment(repository.created, 9),
        "updated_at": pushed,
        "pushed_at": pushed,
        "homepage": None,
        "size": repository.size,
        "stargazers_count": repository.stars,
        "language": repository.language,
        "has_issues": repository.has_issues,
        "archived": repository.archived,
        "disabled": False,
        "forks_count": 0,
        "license": None,
        "visibility": "private" if repository.private else "public",
        "open_issues_count": open_issues,
        "default_branch": repository.branch,
    }


def full(repository: Repository, open_issues: int) -> dict[str, Any]:
    """Return a repository as GitHub shows it alone (its `full-repository`)."""
    stars, name = repository.stars, repository.full_name
    return {
        **minimal(repository, open_issues),
        "git_url": f"git://github.com/{name}.git",
        "ssh_url": f"git@github.com:{name}.git",
        "clone_url": f"{shapes.WEB}/{name}.git",
        "svn_url": f"{shapes.WEB}/{name}",
        "mirror_url": None,
        "has_projects": False,
        "has_wiki": False,
        "has_pages": False,
        "has_discussions": False,
        "forks": 0,
        "open_issues": open_issues,
        "watchers_count": stars,
        "watchers": stars,
        "network_count": 0,
        "subscribers_count": stars,
    }


def _moment(day: str, hour: int) -> str:
    return shapes.moment(datetime.fromisoformat(f"{day}T{hour:02d}:30:00"))
