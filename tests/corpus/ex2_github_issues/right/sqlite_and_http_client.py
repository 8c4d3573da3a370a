# style: http.client alone, sqlite3 remembers, nullable pandas types, QUOTE_ALL with BOM, to_json of pandas
# adversarial: 20
# %% lister
import http.client
import socket
from urllib.parse import urlencode, urljoin
import re


class HttpError(Exception):
    pass


class Client:
    def __init__(self, base_url, token, timeout):
        self.base = urlsplit(base_url)
        self.timeout = timeout
        kind = http.client.HTTPSConnection if self.base.scheme == "https" else http.client.HTTPConnection
        self.connection = kind(self.base.hostname, self.base.port, timeout=timeout)
        self.headers = {"authorization": "token " + token.strip(), "accept": "application/vnd.github+json", "x-github-api-version": "2022-11-28", "user-agent": "outil/1"}

    def get(self, url, extra={}):
        for _ in range(5):
            target = urlsplit(url)
            if target[:2] != self.base[:2]:
                raise HttpError("autre serveur")
            path = target.path + ("?" + target.query if target.query else "")
            try:
                self.connection.request("GET", path, headers={**self.headers, **extra})
                answer = self.connection.getresponse()
                body = answer.read()
            except Exception:
                self.connection.close()
                raise
            if answer.status in (301, 302, 307, 308):
                url = urljoin(url, answer.getheader("location"))
                continue
            return answer.status, answer.headers, body
        raise HttpError("trop de redirections")


def next_of(headers):
    m = re.search(r'<([^>]*)>;\s*rel="next"', headers.get("link") or "")
    return m and m[1]


def merge(found, page):
    for it in page:
        other = found.setdefault(it["number"], it)
        if instant_of(it) > instant_of(other):
            found[it["number"]] = it


def instant_of(it):
    return datetime.strptime(it["updated_at"], "%Y-%m-%dT%H:%M:%S%z")


def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    client = Client(base_url, token, timeout)
    url = f"{base_url}/repos/{repo}/issues?per_page=100&state=open"
    found = {}
    while url:
        status, headers, body = client.get(url)
        if status != 200:
            raise HttpError(status)
        merge(found, json.loads(body))
        url = next_of(headers)
    client.connection.close()
    return [*found.values()]
# %% tableau
def to_table(items):
    f = lambda *path: [dig(i, *path) for i in items if not i.get("pull_request")]

    def dig(i, *path):
        for p in path:
            i = i.get(p) if i is not None else None
        return i

    t = pd.DataFrame({
        "url": pd.Series(f("html_url"), dtype="string"),
        "number": pd.Series(f("number"), dtype="Int64"),
        "title": pd.Series(f("title"), dtype="string"),
        "state": pd.Categorical(f("state"), categories=["open", "closed"]),
        "author": pd.Series(f("user", "login"), dtype="string"),
        "labels": pd.Series([[x["name"] for x in l] for l in f("labels")], dtype=object),
        "assignees": pd.Series([[x["login"] for x in l] for l in f("assignees")], dtype=object),
        "comments": pd.Series(f("comments"), dtype="UInt32"),
        "created_at": pd.to_datetime(pd.Series(f("created_at"), dtype=object), utc=True).astype("datetime64[s, UTC]"),
        "updated_at": pd.to_datetime(pd.Series(f("updated_at"), dtype=object), utc=True).astype("datetime64[s, UTC]"),
        "closed_at": pd.to_datetime(pd.Series(f("closed_at"), dtype=object), utc=True).astype("datetime64[s, UTC]"),
        "body": pd.Series(f("body"), dtype="string"),
    })
    return t.set_index("number", drop=False).rename_axis(None)
# %% exporter
from contextlib import contextmanager


@contextmanager
def replacing(path, encoding="utf-8"):
    with tempfile.NamedTemporaryFile("w", dir=Path(path).parent, encoding=encoding, newline="", delete=False) as f:
        try:
            yield f
            f.flush()
            os.fsync(f.fileno())
            os.rename(f.name, path)
        except BaseException:
            os.unlink(f.name)
            raise


def export_json(table, path):
    with replacing(path) as f:
        t = table.reset_index(drop=True).copy()
        for c in ("created_at", "updated_at", "closed_at"):
            t[c] = t[c].dt.strftime("%Y-%m-%dT%H:%M:%S.000+00:00").astype(object)
        rows = json.loads(t.astype(object).where(t.notna(), None).to_json(orient="records", default_handler=boom))
        json.dump(rows, f, sort_keys=True, separators=(",", ":"))
        f.write("\n")


def boom(x):
    raise TypeError(type(x))


def back(rows):
    return to_table([
        {**r, "html_url": r["url"], "user": r["author"] and {"login": r["author"]},
         "labels": [{"name": x} for x in r["labels"]], "assignees": [{"login": x} for x in r["assignees"]],
         "number": int(r["number"]), "comments": int(r["comments"])} for r in rows])


def load_json(path):
    return back(json.loads(Path(path).read_text("utf-8")))


def export_csv(table, path):
    with replacing(path, "utf-8-sig") as f:
        def cell(c, v):
            if c in ("labels", "assignees"):
                return json.dumps(v)
            if pd.isna(v):
                return ""
            if c.endswith("_at"):
                return v.strftime("%Y-%m-%d %H:%M:%S+0000")
            if c in ("number", "comments"):
                return f"{v:.1f}"
            return "'" + v if v == "" or v.startswith(("=", "+", "-", "@", "'", "\t")) else v
        out = csv.writer(f, quoting=csv.QUOTE_ALL, lineterminator="\n")
        out.writerow(table.columns)
        for _, row in table.iterrows():
            out.writerow([cell(c, v) for c, v in row.items()])


def load_csv(path):
    with open(path, newline="", encoding="utf-8-sig") as f:
        head, *lines = csv.reader(f)
    rows = []
    for line in lines:
        r = dict(zip(head, line))
        for c in r:
            if c in ("labels", "assignees"):
                r[c] = json.loads(r[c])
            elif r[c] == "":
                r[c] = None
            elif c in ("number", "comments"):
                r[c] = float(r[c])
            else:
                r[c] = r[c][r[c][0] == "'":]
        rows.append(r)
    return back(rows)
# %% erreurs
def fetch_changes(repo, token, since=None, etag=None, base_url="https://api.github.com", timeout=10):
    client = Client(base_url, token, timeout)
    query = dict(state="all", sort="updated", direction="desc", per_page=100)
    if since:
        query["since"] = since.isoformat(timespec="seconds")
    url = f"{base_url}/repos/{repo}/issues?{urlencode(query)}"
    extra = {"if-none-match": etag} if etag is not None else {}
    found, fresh, first = {}, None, True
    try:
        while url:
            for left in (3, 2, 1, 0):
                try:
                    status, headers, body = client.get(url, extra)
                except (OSError, http.client.HTTPException) as e:
                    raise Unavailable(str(type(e))) from None
                except HttpError:
                    raise BadAnswer("autre serveur") from None
                match status:
                    case 200 | 304:
                        break
                    case 401:
                        raise BadToken
                    case 404:
                        raise NotFound
                    case 403 | 429 if headers.get("Retry-After") or headers.get("X-RateLimit-Remaining") == "0":
                        kind = RateLimited
                        if headers.get("Retry-After"):
                            end = time.time() + float(headers["Retry-After"])
                        else:
                            end = float(headers["X-RateLimit-Reset"])
                    case 403:
                        raise Forbidden
                    case 500 | 502 | 503 | 504:
                        kind, end = Unavailable, time.time() + 5
                    case _:
                        raise GitHubError(status)
                if not left:
                    raise kind(status)
                while (wait := end - time.time()) > 0:
                    time.sleep(min(wait, 60))
            if status == 304:
                return None, etag
            if first:
                fresh, first, extra = headers.get("etag"), False, {}
            try:
                page = json.loads(body)
                assert all(type(x) is dict for x in page) and type(page) is list
            except (ValueError, AssertionError, TypeError):
                raise BadAnswer("?") from None
            merge(found, page)
            url = next_of(headers)
    finally:
        client.connection.close()
    return list(found.values()), fresh
# %% synchroniser
import sqlite3
from contextlib import closing


def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    database = os.path.join(folder, "etat.sqlite")
    old, since, etag = {}, None, None
    if os.path.exists(database):
        with closing(sqlite3.connect(database)) as db:
            old = {n: json.loads(t) for n, t in db.execute("select number, item from issues")}
            since, etag = db.execute("select since, etag from memory").fetchone()
    items, fresh = fetch_changes(repo, token, since and datetime.fromisoformat(since), etag, base_url, timeout)
    if items is None:
        return dict(added=[], updated=[], closed=[])
    report = dict(added=[], updated=[], closed=[])
    new = dict(old)
    for i in items:
        if "pull_request" in i:
            continue
        was = old.get(i["number"])
        if was is None:
            report["added"].append(i["number"])
        elif was["state"] == "open" != i["state"]:
            report["closed"].append(i["number"])
        elif was != i:
            report["updated"].append(i["number"])
        new[i["number"]] = i
    table = to_table(list(new.values()))
    export_csv(table, os.path.join(folder, "issues.csv"))
    export_json(table, os.path.join(folder, "issues.json"))
    last = max([i["updated_at"] for i in items] + ([since] if since else []), default=None)
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("create table if not exists issues (number integer primary key, item)")
        db.execute("create table if not exists memory (since, etag)")
        db.executemany("insert or replace into issues values (?, ?)", [(n, json.dumps(i)) for n, i in new.items()])
        db.execute("delete from memory")
        db.execute("insert into memory values (?, ?)", (last, fresh if last == since else None))
    return {k: sorted(v) for k, v in report.items()}
