# mistake: titles are 'cleaned' with strip(): spaces around a title are lost
# question: tableau
# says: les espaces ou les sauts de ligne ont changé
# blind: 18.53
# like: right/client_classes
# %% tableau
from typing import Any, Optional

TEXT_COLUMNS = ("title", "state", "author", "body", "url")
LIST_COLUMNS = ("labels", "assignees")
INTEGER_COLUMNS = ("number", "comments")
DATE_COLUMNS = ("created_at", "updated_at", "closed_at")
COLUMNS = (
    "number", "title", "state", "author", "labels", "assignees", "comments",
    "created_at", "updated_at", "closed_at", "body", "url",
)


@dataclass(frozen=True)
class Issue:
    """Une ligne du tableau ; une valeur absente y est toujours None."""

    number: int
    title: Optional[str]
    state: str
    author: Optional[str]
    labels: list
    assignees: list
    comments: int
    created_at: Any
    updated_at: Any
    closed_at: Any
    body: Optional[str]
    url: Optional[str]

    @classmethod
    def from_github(cls, item):
        user = item.get("user")
        return cls(
            number=item["number"],
            title=item["title"].strip(),
            state=item["state"],
            author=user["login"] if user else None,
            labels=[label["name"] for label in item.get("labels") or []],
            assignees=[person["login"] for person in item.get("assignees") or []],
            comments=item["comments"],
            created_at=item["created_at"],
            updated_at=item["updated_at"],
            closed_at=item.get("closed_at"),
            body=item.get("body"),
            url=item["html_url"],
        )


def issues_to_table(issues):
    """Rend le tableau d'une liste de Issue, avec les types de la question 2."""
    columns = {}
    for name in COLUMNS:
        values = [getattr(issue, name) for issue in issues]
        if name in INTEGER_COLUMNS:
            columns[name] = pd.Series(values, dtype="int64")
        elif name in DATE_COLUMNS:
            columns[name] = pd.Series(pd.to_datetime(values, utc=True, format="ISO8601"))
        else:
            columns[name] = pd.Series(values, dtype="object")
    return pd.DataFrame(columns)


def table_to_issues(table):
    """Rend les Issue d'un tableau : entiers et textes de Python, Timestamp, None si absent."""
    columns = {}
    for name in COLUMNS:
        values = table[name].tolist()
        if name in LIST_COLUMNS:
            columns[name] = [list(value) for value in values]
        elif name in INTEGER_COLUMNS:
            columns[name] = [int(value) for value in values]
        else:
            columns[name] = [None if value is None or value is pd.NA or value != value else value for value in values]
    return [Issue(**dict(zip(COLUMNS, row))) for row in zip(*(columns[name] for name in COLUMNS))]


def to_table(items):
    """Rend un tableau des issues, pull requests exclues."""
    return issues_to_table([Issue.from_github(item) for item in items if "pull_request" not in item])
