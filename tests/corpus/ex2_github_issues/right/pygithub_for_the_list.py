# style: PyGithub's paginated list of raw items, requests where PyGithub loses the query; dataclasses
# %% lister
import github


def open_github(token, base_url, timeout):
    return github.Github(
        auth=github.Auth.Token(token.strip()),
        base_url=base_url,
        timeout=timeout,
        per_page=100,
        retry=None,
        seconds_between_requests=None,
        seconds_between_writes=None,
    )


def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    with open_github(token, base_url, timeout) as hub:
        found = {}
        pages = github.PaginatedList.PaginatedList(
            github.Issue.Issue,
            hub.requester,
            f"/repos/{repo}/issues",
            {"state": "open"},
            headers={"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"},
        )
        try:
            items = [issue._rawData for issue in pages]
        except github.GithubException as error:
            raise RuntimeError(f"GitHub a répondu {error.status}") from None
        for item in items:
            if item["updated_at"] >= found.get(item["number"], item)["updated_at"]:
                found[item["number"]] = item
    return list(found.values())

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
def send(url, params, headers, timeout):
    attempt = 1
    while True:
        try:
            response = requests.get(url, params=params, headers=headers, timeout=timeout)
        except requests.RequestException as error:
            raise Unavailable(f"pas de réponse : {type(error).__name__}") from None
        status = response.status_code
        if status in (200, 304):
            return response
        if status == 401:
            raise BadToken("401")
        if status == 404:
            raise NotFound("404")
        if status in (500, 502, 503, 504):
            failure, delay = Unavailable, 2 ** (attempt - 1)
        elif status in (403, 429) and "Retry-After" in response.headers:
            failure, delay = RateLimited, int(response.headers["Retry-After"])
        elif status in (403, 429) and response.headers.get("X-RateLimit-Remaining") == "0":
            failure, delay = RateLimited, int(response.headers["X-RateLimit-Reset"]) - time.time()
        elif status == 403:
            raise Forbidden("403")
        else:
            raise GitHubError(f"code {status}")
        if attempt == 4:
            raise failure(f"code {status} après {attempt} essais")
        if delay > 0:
            time.sleep(delay)
        attempt += 1

def fetch_changes(repo, token, since=None, etag=None, base_url="https://api.github.com", timeout=10):
    headers = {
        "Authorization": "Bearer " + token.strip(),
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    params = {"state": "all", "sort": "updated", "direction": "desc", "per_page": 100}
    if since is not None:
        params["since"] = since.strftime("%Y-%m-%dT%H:%M:%SZ")
    first_headers = dict(headers)
    if etag is not None:
        first_headers["If-None-Match"] = etag
    response = send(f"{base_url}/repos/{repo}/issues", params, first_headers, timeout)
    if response.status_code == 304:
        return None, etag
    new_etag = response.headers.get("ETag")
    issues = {}
    while True:
        try:
            page = response.json()
        except ValueError:
            raise BadAnswer("le corps n'est pas du JSON") from None
        if not isinstance(page, list):
            raise BadAnswer("le corps n'est pas une liste")
        for issue in page:
            if not isinstance(issue, dict):
                raise BadAnswer("un élément n'est pas un objet")
            number = issue["number"]
            if number not in issues or issue["updated_at"] > issues[number]["updated_at"]:
                issues[number] = issue
        if "next" not in response.links:
            return list(issues.values()), new_etag
        url = response.links["next"]["url"]
        if urlsplit(url)[:2] != urlsplit(base_url)[:2]:
            raise BadAnswer("page suivante sur un autre serveur")
        response = send(url, None, headers, timeout)

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
