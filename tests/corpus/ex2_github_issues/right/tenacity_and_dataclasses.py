# style: dataclasses for rows and state, tenacity for the attempts, NamedTemporaryFile, match statements
# %% lister
import tenacity


def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    """Read the pages with a session, newest version of each issue kept."""
    origin = urlsplit(base_url)[:2]
    newest = {}
    with requests.Session() as session:
        session.headers.update({
            "Authorization": f"Bearer {token.strip()}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        })
        request = requests.Request(
            "GET", f"{base_url}/repos/{repo}/issues", params={"state": "open", "per_page": 100}
        )
        while request:
            response = session.send(session.prepare_request(request), timeout=timeout)
            response.raise_for_status()
            for item in response.json():
                rival = newest.setdefault(item["number"], item)
                newest[item["number"]] = max(rival, item, key=lambda version: version["updated_at"])
            request = None
            if link := response.links.get("next"):
                if urlsplit(link["url"])[:2] != origin:
                    raise ConnectionError("the next page is on another server")
                request = requests.Request("GET", link["url"])
    return [*newest.values()]

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
            author=item["user"]["login"] if item["user"] else None,
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

# %% exporter
import contextlib


@contextlib.contextmanager
def replacing(path):
    """Open a file beside the path; it takes its place if all goes well."""
    target = Path(path)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=target.parent, prefix=".", delete=False
    ) as file:
        temporary = Path(file.name)
        try:
            yield file
            file.close()
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                file.close()
            temporary.unlink()
            raise


def rows_in(table):
    """Return the rows of a table as dataclasses, missing values as None."""
    for record in table.to_dict("records"):
        clean = {
            name: value if isinstance(value, list) or not pd.isna(value) else None
            for name, value in record.items()
        }
        yield Row(**clean)


def as_json(row):
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in asdict(row).items()}


def from_json(record):
    dates = {name: moment(record[name]) for name in NAMES if name.endswith("_at")}
    return Row(**{**record, **dates})


def export_json(table, path):
    with replacing(path) as file:
        json.dump([as_json(row) for row in rows_in(table)], file, ensure_ascii=False)


def load_json(path):
    with open(path, encoding="utf-8") as file:
        return table_of([from_json(record) for record in json.load(file)])


def to_field(value):
    match value:
        case None:
            return ""
        case list():
            return json.dumps(value, ensure_ascii=False)
        case datetime():
            return value.isoformat()
        case "":
            return "'"
        case str() if value[0] in "=+-@'\t":
            return f"'{value}"
        case _:
            return value


def from_field(name, text):
    match name:
        case "labels" | "assignees":
            return json.loads(text)
        case "number" | "comments":
            return int(text)
        case "created_at" | "updated_at" | "closed_at":
            return moment(text or None)
        case _:
            return text.removeprefix("'") if text else None


def export_csv(table, path):
    with replacing(path) as file:
        writer = csv.writer(file)
        writer.writerow(NAMES)
        for row in rows_in(table):
            writer.writerow([to_field(getattr(row, name)) for name in NAMES])


def load_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return table_of(
            [Row(**{k: from_field(k, v) for k, v in line.items()}) for line in csv.DictReader(file)]
        )

# %% erreurs
class Limit(RateLimited):
    """A limit: wait so many seconds, then ask again."""

    def __init__(self, seconds):
        super().__init__("limite de débit")
        self.seconds = seconds


class Outage(Unavailable):
    """A failure that may go away."""


def patience(state):
    error = state.outcome.exception()
    if isinstance(error, Limit):
        return error.seconds
    return tenacity.wait_exponential(multiplier=1, max=10)(state)


@tenacity.retry(
    retry=tenacity.retry_if_exception_type((Limit, Outage)),
    stop=tenacity.stop_after_attempt(4),
    wait=patience,
    reraise=True,
)
def ask(session, url, timeout, **options):
    try:
        response = session.get(url, timeout=timeout, **options)
    except requests.RequestException as error:
        raise Outage(f"pas de réponse ({type(error).__name__})") from None
    left, reset = response.headers.get("X-RateLimit-Remaining"), response.headers.get("X-RateLimit-Reset")
    match response.status_code:
        case 200 | 304:
            return response
        case 401:
            raise BadToken("jeton refusé")
        case 404:
            raise NotFound("dépôt introuvable")
        case 500 | 502 | 503 | 504 as status:
            raise Outage(f"panne {status}")
        case 403 | 429 if "Retry-After" in response.headers:
            raise Limit(float(response.headers["Retry-After"]))
        case 403 | 429 if left == "0":
            raise Limit(max(0, float(reset) - datetime.now(UTC).timestamp()))
        case 403:
            raise Forbidden("accès interdit")
        case status:
            raise GitHubError(f"réponse {status}")


@dataclass
class Page:
    """One page: its items and the address of the following one."""

    items: list
    following: str | None

    @classmethod
    def of(cls, response, origin):
        try:
            items = response.json()
        except ValueError:
            raise BadAnswer("pas du JSON") from None
        if not (isinstance(items, list) and all(isinstance(item, dict) for item in items)):
            raise BadAnswer("pas une liste d'objets")
        following = response.links.get("next", {}).get("url")
        if following and urlsplit(following)[:2] != origin:
            raise BadAnswer("la suite est sur un autre serveur")
        return cls(items, following)


def fetch_changes(repo, token, since=None, etag=None, base_url="https://api.github.com", timeout=10):
    origin = urlsplit(base_url)[:2]
    params = {"state": "all", "sort": "updated", "direction": "desc", "per_page": 100}
    if since:
        params["since"] = since.isoformat(timespec="seconds").replace("+00:00", "Z")
    with requests.Session() as session:
        session.headers.update({
            "Authorization": f"Bearer {token.strip()}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        })
        condition = {} if etag is None else {"If-None-Match": etag}
        first = ask(session, f"{base_url}/repos/{repo}/issues", timeout, params=params, headers=condition)
        if first.status_code == 304:
            return None, etag
        page = Page.of(first, origin)
        items = page.items
        while page.following:
            page = Page.of(ask(session, page.following, timeout), origin)
            items = items + page.items
    newest = {}
    for item in items:
        if (rival := newest.get(item["number"])) is None or rival["updated_at"] < item["updated_at"]:
            newest[item["number"]] = item
    return list(newest.values()), first.headers.get("ETag")

# %% synchroniser
@dataclass
class State:
    since: str | None = None
    etag: str | None = None

    @classmethod
    def load(cls, path):
        return cls(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else cls()

    def save(self, path):
        with replacing(path) as file:
            json.dump(asdict(self), file)


@dataclass
class Report:
    added: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)

    def note(self, old, new):
        if old is None:
            self.added.append(new.number)
        elif (old.state, new.state) == ("open", "closed"):
            self.closed.append(new.number)
        elif astuple(old) != astuple(new):
            self.updated.append(new.number)


def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    folder = Path(folder)
    state = State.load(folder / "state.json")
    known = {}
    if (folder / "issues.json").exists():
        known = {row.number: row for row in rows_in(load_json(folder / "issues.json"))}
    report = Report()
    items, etag = fetch_changes(repo, token, moment(state.since), state.etag, base_url, timeout)
    if items is not None:
        changed = list(rows_in(to_table(items)))
        for row in sorted(changed, key=lambda row: row.number):
            report.note(known.get(row.number), row)
            known[row.number] = row
        table = table_of(known.values())
        export_csv(table, folder / "issues.csv")
        export_json(table, folder / "issues.json")
        newest = max([item["updated_at"] for item in items], default=state.since)
        State(newest, etag if newest == state.since else None).save(folder / "state.json")
    return asdict(report)
