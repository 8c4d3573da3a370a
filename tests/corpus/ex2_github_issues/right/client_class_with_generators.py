# style: a client class that both questions share, its pages yielded, an auth object, logging, Path.replace
# %% lister
import logging
from itertools import chain

log = logging.getLogger("issues")


class TokenAuth(requests.auth.AuthBase):
    def __init__(self, token):
        self._token = token.strip()

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Client:
    """A server of GitHub's API."""

    def __init__(self, token, base_url, timeout):
        self.base_url = base_url
        self.timeout = timeout
        self.session = requests.Session()
        self.session.auth = TokenAuth(token)
        self.session.headers["Accept"] = "application/vnd.github+json"
        self.session.headers["X-GitHub-Api-Version"] = "2022-11-28"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.session.close()

    def get(self, url, **options):
        log.info("GET %s", urlsplit(url).path)
        return self.session.get(url, timeout=self.timeout, **options)

    def is_here(self, url):
        here, there = urlsplit(self.base_url), urlsplit(url)
        return (here.scheme, here.hostname, here.port) == (there.scheme, there.hostname, there.port)

    def pages(self, repo, **params):
        response = self.get(f"{self.base_url}/repos/{repo}/issues", params=params)
        while True:
            response.raise_for_status()
            yield response.json()
            if "next" not in response.links:
                return
            following = response.links["next"]["url"]
            if not self.is_here(following):
                raise RuntimeError("page suivante hors du serveur")
            response = self.get(following)


def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    with Client(token, base_url, timeout) as client:
        items = sorted(
            chain.from_iterable(client.pages(repo, state="open", per_page=100)),
            key=lambda item: item["updated_at"],
            reverse=True,
        )
    seen = set()
    return [item for item in items if not (item["number"] in seen or seen.add(item["number"]))]

# %% tableau
def cells(item):
    yield "number", int(item["number"])
    yield "title", item["title"]
    yield "state", item["state"]
    yield "author", item["user"] and item["user"]["login"]
    yield "labels", [label["name"] for label in item["labels"]]
    yield "assignees", [person["login"] for person in item["assignees"]]
    yield "comments", int(item["comments"])
    for name in ("created_at", "updated_at", "closed_at"):
        yield name, item[name]
    yield "body", item["body"]
    yield "url", item["html_url"]


EMPTY = {
    "number": "int64", "title": "object", "state": "object", "author": "object", "labels": "object",
    "assignees": "object", "comments": "int64", "created_at": "datetime64[ns, UTC]",
    "updated_at": "datetime64[ns, UTC]", "closed_at": "datetime64[ns, UTC]", "body": "object", "url": "object",
}


def frame(rows):
    table = pd.DataFrame(rows, columns=list(EMPTY))
    for name in table.columns[table.columns.str.endswith("_at")]:
        table[name] = pd.to_datetime(table[name], utc=True)
    return table.astype(EMPTY)


def to_table(items):
    return frame([dict(cells(item)) for item in items if not item.get("pull_request")])

# %% exporter
class Exporter:
    """Writes and reads a table in one format, never by halves."""

    def write(self, table, path):
        path = Path(path)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            draft.write_bytes(self.encode(self.records(table)))
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    def read(self, path):
        return frame(list(self.decode(Path(path).read_bytes().decode("utf-8"))))

    @staticmethod
    def records(table):
        names = list(table.columns)
        for values in table.itertuples(index=False, name=None):
            yield {name: Exporter.plain(value) for name, value in zip(names, values)}

    @staticmethod
    def plain(value):
        if isinstance(value, list):
            return value
        if value is None or pd.isna(value):
            return None
        return str(value) if isinstance(value, pd.Timestamp) else value


class Json(Exporter):
    def encode(self, records):
        return json.dumps(list(records), ensure_ascii=False).encode("utf-8")

    def decode(self, text):
        yield from json.loads(text)


class Csv(Exporter):
    DANGEROUS = ("=", "+", "-", "@", "'", "\t")

    def encode(self, records):
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, list(EMPTY))
        writer.writeheader()
        writer.writerows({name: self.quoted(value) for name, value in row.items()} for row in records)
        return text.getvalue().encode("utf-8")

    def quoted(self, value):
        if isinstance(value, list):
            return json.dumps(value, ensure_ascii=False)
        if value == "" or isinstance(value, str) and value.startswith(self.DANGEROUS):
            return f"'{value}"
        return value

    def decode(self, text):
        for row in csv.DictReader(io.StringIO(text, newline="")):
            yield {name: self.unquoted(name, value) for name, value in row.items()}

    @staticmethod
    def unquoted(name, value):
        if name in ("labels", "assignees"):
            return json.loads(value)
        if value == "":
            return None
        return value[1:] if value.startswith("'") else value


def export_json(table, path):
    Json().write(table, path)


def load_json(path):
    return Json().read(path)


def export_csv(table, path):
    Csv().write(table, path)


def load_csv(path):
    return Csv().read(path)

# %% erreurs
class PatientClient(Client):
    """A client that waits for limits and outages, and names what is wrong."""

    attempts = 4
    refusals = {401: BadToken, 403: Forbidden, 404: NotFound}

    def get(self, url, **options):
        for delay in (1, 2, 4, None):
            response = self._once(url, options)
            if response.status_code in (200, 304):
                return response
            failure, pause = self._judge(response, delay)
            if delay is None:
                raise failure
            log.warning("%s : nouvelle tentative dans %.0f s", response.status_code, pause)
            time.sleep(pause)

    def _once(self, url, options):
        try:
            return super().get(url, **options)
        except requests.RequestException:
            raise Unavailable("aucune réponse complète") from None

    def _judge(self, response, delay):
        status, headers = response.status_code, response.headers
        if status in (500, 502, 503, 504):
            return Unavailable(f"panne {status}"), delay
        if status in (403, 429):
            if "Retry-After" in headers:
                return RateLimited("limite secondaire"), int(headers["Retry-After"])
            if headers.get("X-RateLimit-Remaining") == "0":
                return RateLimited("limite de l'heure"), max(0, int(headers["X-RateLimit-Reset"]) - time.time())
        raise self.refusals.get(status, GitHubError)(f"réponse {status}")

    def changes(self, repo, etag, **params):
        headers = {"If-None-Match": etag} if etag is not None else None
        response = self.get(f"{self.base_url}/repos/{repo}/issues", params=params, headers=headers)
        yield response
        while "next" in response.links:
            following = response.links["next"]["url"]
            if not self.is_here(following):
                raise BadAnswer("page suivante hors du serveur")
            response = self.get(following)
            yield response


def read(response):
    try:
        items = response.json()
    except requests.JSONDecodeError:
        raise BadAnswer("corps illisible") from None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BadAnswer("corps inattendu")
    return items


def fetch_changes(repo, token, since=None, etag=None, base_url="https://api.github.com", timeout=10):
    params = dict(state="all", sort="updated", direction="desc", per_page=100)
    if since is not None:
        params["since"] = since.strftime("%Y-%m-%dT%H:%M:%SZ")
    with PatientClient(token, base_url, timeout) as client:
        responses = client.changes(repo, etag, **params)
        first = next(responses)
        if first.status_code == 304:
            return None, etag
        items = read(first)
        for response in responses:
            items.extend(read(response))
    newest = {}
    for item in sorted(items, key=lambda item: item["updated_at"]):
        newest[item["number"]] = item
    return list(newest.values()), first.headers.get("ETag")

# %% synchroniser
class Mirror:
    """The folder of a repository."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.memory = self.folder / "memoire.json"
        self.since, self.etag, self.rows = None, None, {}
        if self.memory.exists():
            self.since, self.etag = json.loads(self.memory.read_text(encoding="utf-8"))
            self.rows = {row["number"]: row for row in Exporter.records(self._load())}

    def _load(self):
        return load_json(self.folder / "issues.json")

    def absorb(self, items):
        """Take in what GitHub sent; say in which list each issue goes."""
        for row in Exporter.records(to_table(items)):
            old = self.rows.get(row["number"])
            self.rows[row["number"]] = row
            if old is None:
                yield "added", row["number"]
            elif old["state"] == "open" and row["state"] == "closed":
                yield "closed", row["number"]
            elif old != row:
                yield "updated", row["number"]

    def save(self, items, etag):
        table = frame(list(self.rows.values()))
        export_json(table, self.folder / "issues.json")
        export_csv(table, self.folder / "issues.csv")
        since = max((item["updated_at"] for item in items), default=self.since)
        memory = json.dumps([since, etag if since == self.since else None])
        draft = self.memory.with_suffix(".part")
        try:
            draft.write_text(memory, encoding="utf-8")
            draft.replace(self.memory)
        finally:
            draft.unlink(missing_ok=True)


def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    mirror = Mirror(folder)
    since = None if mirror.since is None else datetime.fromisoformat(mirror.since)
    items, etag = fetch_changes(
        repo, token, since=since, etag=mirror.etag, base_url=base_url, timeout=timeout
    )
    report = {"added": [], "updated": [], "closed": []}
    if items is None:
        return report
    for kind, number in sorted(mirror.absorb(items)):
        report[kind].append(number)
    mirror.save(items, etag)
    return report
