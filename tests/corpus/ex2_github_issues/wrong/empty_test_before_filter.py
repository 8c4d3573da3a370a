# mistake: the empty case is tested on items, before pull requests are taken out: a list of pull requests only raises KeyError
# question: tableau
# says: il n'en reste aucune ligne
# blind: 19.67
# like: right/tenacity_and_pandas_chains
# %% tableau
INTEGERS = ["number", "comments"]
TEXTS = ["title", "state", "author", "body", "url"]
LISTS = ["labels", "assignees"]
DATES = ["created_at", "updated_at", "closed_at"]
COLUMNS = [
    "number", "title", "state", "author", "labels", "assignees", "comments",
    "created_at", "updated_at", "closed_at", "body", "url",
]


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Les douze colonnes, avec leurs types, même sans aucune ligne."""
    to_utc = partial(pd.to_datetime, utc=True, format="ISO8601")
    return (
        frame.reindex(columns=COLUMNS)
        .assign(**{name: lambda df, name=name: to_utc(df[name]) for name in DATES})
        .astype(dict.fromkeys(INTEGERS, "int64") | dict.fromkeys(TEXTS, "str") | dict.fromkeys(LISTS, object))
    )


def pluck(key: str, entries: list[Item] | None) -> list[str]:
    """La valeur d'une clé dans chaque objet d'une liste."""
    return [entry[key] for entry in entries or []]


def to_table(items: Iterable[Item]) -> pd.DataFrame:
    """Rend un tableau des issues, pull requests exclues."""
    issues = [item for item in items if "pull_request" not in item]
    if not items:
        return typed(pd.DataFrame(columns=COLUMNS))
    return (
        pd.json_normalize(issues, max_level=1)
        .drop(columns=["url"], errors="ignore")
        .rename(columns={"html_url": "url", "user.login": "author"})
        .assign(
            labels=lambda df: df["labels"].map(partial(pluck, "name")),
            assignees=lambda df: df["assignees"].map(partial(pluck, "login")),
        )
        .pipe(typed)
    )
