# mistake: a deleted account becomes ghost, as on the web site
# question: tableau
# like: right/tenacity_and_dataclasses
# %% tableau
from dataclasses import asdict, astuple, dataclass, field, fields


@dataclass
class Row:
    number: int
    title: str
    state: str
    author: str | None
    labels: list[str]
    assignees: list[str]
    comments: int
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    body: str | None
    url: str

    @classmethod
    def of(cls, item):
        return cls(
            number=item["number"],
            title=item["title"],
            state=item["state"],
            author=item["user"]["login"] if item["user"] else "ghost",
            labels=[label["name"] for label in item["labels"]],
            assignees=[user["login"] for user in item["assignees"]],
            comments=item["comments"],
            created_at=moment(item["created_at"]),
            updated_at=moment(item["updated_at"]),
            closed_at=moment(item["closed_at"]),
            body=item["body"],
            url=item["html_url"],
        )


def moment(text):
    return None if text is None else datetime.fromisoformat(text)


NAMES = [each.name for each in fields(Row)]
TYPES = {
    "number": "int64",
    "comments": "int64",
    "created_at": "datetime64[us, UTC]",
    "updated_at": "datetime64[us, UTC]",
    "closed_at": "datetime64[us, UTC]",
}


def table_of(rows):
    return pd.DataFrame([asdict(row) for row in rows], columns=NAMES).astype(TYPES)


def to_table(items):
    return table_of(Row.of(item) for item in items if item.get("pull_request") is None)
