"""The issues and pull requests, kept in memory: the same at every start.

Both share one numbering, as on GitHub. `infra` has 250 open ones among 300, `astreinte` 210 among 252:
several pages, with what an export must bear (accents, quotes, newlines, an emoji, no text at all, a title
that looks like a formula).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from grader.lab.github.repositories import ON_CALL, REPOSITORIES

_SUBJECTS = (
    "Le disque de srv-{n:03d} est plein à 95 %",
    "Renouveler le certificat de srv-{n:03d}",
    "Sauvegarde de srv-{n:03d} en échec",
    "Documenter la procédure de reprise n° {n}",
    "Alerte trop bavarde sur srv-{n:03d}",
    "Mettre à jour le noyau de srv-{n:03d}",
    "Redémarrage inexpliqué de srv-{n:03d}",
)
_CHANGES = (
    "Remplacer srv-{n:03d} par deux machines plus petites",
    "Corriger le délai des sondes de srv-{n:03d}",
    "Supprimer la règle de pare-feu n° {n}",
    "Ajouter un test de restauration pour srv-{n:03d}",
)
_FORMULA = '=HYPERLINK("http://example.com";"Cliquez ici")'
_AWKWARD_TITLES = {
    290: _FORMULA,
    272: 'Caractères « spéciaux », virgule; point-virgule et "guillemets"',
    255: "Réseau : perte de paquets 🚨",
    241: "+33 : le préfixe n'est pas reconnu",
    223: _FORMULA,
    205: "Réseau : perte de paquets 🚨",
}
_AWKWARD_BODIES: dict[int, str | None] = {
    291: None,
    285: "",
    263: "Première ligne\nDeuxième ligne, avec une virgule\r\nTroisième ligne\tet une tabulation",
    235: None,
    229: "",
    244: 'Le message : "disk full", puis ; rien.\n\n```\ndf -h\n```',
}
LABELS = (
    ("bug", "d73a4a", "Quelque chose ne fonctionne pas"),
    ("documentation", "0075ca", "Ajouts ou corrections à la documentation"),
    ("sécurité", "b60205", "À traiter en priorité"),
    ("réseau", "1d76db", ""),
    ("stockage", "5319e7", ""),
    ("supervision", "0e8a16", ""),
    ("sauvegarde", "fbca04", ""),
    ("dette technique", "c5def5", "À reprendre un jour"),
    ("premier ticket", "7057ff", "Pour commencer"),
    ("en attente", "cccccc", "Attend une réponse"),
    ("doublon", "cfd3d7", "Existe déjà"),
    ("dormant", "ededed", "Sans activité depuis un an"),
)
PEOPLE = {
    "ada-lovelace": 1001,
    "grace-hopper": 1002,
    "prestataire": 1003,
    "robot-bavard": 1004,
    "robot-presse": 1005,
    "ines-benali": 1006,
}
_AUTHORS = ("ada-lovelace", "grace-hopper", "ines-benali")

_OPENING = datetime(2025, 1, 6, 8, 0, tzinfo=UTC)
# How many issues and pull requests were ever opened; the others have none.
_SIZES = {"infra": 300, "atlas": 12, "supervision": 6, "annuaire": 4, "wiki-export": 1, "astreinte": 252}


@dataclass(frozen=True)
class Issue:
    """An issue, or a pull request, which GitHub counts as one."""

    number: int
    title: str
    body: str | None
    author: str
    labels: tuple[str, ...]
    assignees: tuple[str, ...]
    comments: int
    created: datetime
    updated: datetime
    closed: datetime | None = None
    is_pull_request: bool = False


class Issues:
    """The issues of every repository, by repository and number."""

    def __init__(self) -> None:
        self._rows = {row.name: _opening_rows(_SIZES.get(row.name, 0)) for row in (*REPOSITORIES, ON_CALL)}

    def of(self, repository: str) -> list[Issue]:
        """Return the issues and pull requests of a repository, by number."""
        return list(self._rows[repository].values())

    def get(self, repository: str, number: int) -> Issue | None:
        """Return one, or None."""
        return self._rows[repository].get(number)

    def open_count(self, repository: str) -> int:
        """Return how many are open, pull requests included, as GitHub counts."""
        return sum(issue.closed is None for issue in self._rows[repository].values())

    def create(self, repository: str, title: str, body: str | None, author: str, now: datetime) -> Issue:
        """Open an issue under the next number."""
        number = len(self._rows[repository]) + 1
        issue = Issue(number, title, body, author, (), (), 0, created=now, updated=now)
        self._rows[repository][number] = issue
        return issue


def _opening_rows(count: int) -> dict[int, Issue]:
    return {number: _opening_row(number) for number in range(1, count + 1)}


def _opening_row(number: int) -> Issue:
    created = _OPENING + timedelta(hours=29 * number, minutes=7 * (number % 8))
    updated = created + timedelta(hours=number * 37 % 100)
    names = [name for name, _, _ in LABELS]
    is_pull_request = number % 5 == 2
    subjects = _CHANGES if is_pull_request else _SUBJECTS
    return Issue(
        number=number,
        title=_AWKWARD_TITLES.get(number, subjects[number % len(subjects)].format(n=number)),
        body=_AWKWARD_BODIES.get(number, f"Constaté le {created:%d/%m/%Y} à {created:%H:%M} UTC."),
        author=_AUTHORS[number % len(_AUTHORS)],
        labels=tuple(names[(number + step) % len(names)] for step in range(number % 3)),
        assignees=_AUTHORS[: number % 4 if number % 4 < 3 else 0],
        comments=number * 7 % 12,
        created=created,
        updated=updated,
        closed=updated if number % 6 == 0 else None,
        is_pull_request=is_pull_request,
    )
