# style: urllib3 directly: a PoolManager, Retry objects, recursion over the pages
# %% lister
import urllib3


def start_of(token):
    return {
        "Authorization": f"Bearer {token.strip()}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }


def following(response):
    links = requests.utils.parse_header_links(response.headers.get("Link", ""))
    return next((link["url"] for link in links if link.get("rel") == "next"), None)


def read_from(pool, base_url, url, timeout, fields=None):
    """Return the items of this page and of all that follow."""
    if urllib3.util.parse_url(url)[:4:2] != urllib3.util.parse_url(base_url)[:4:2]:
        raise RuntimeError("page sur un autre serveur")
    if urlsplit(url).port != urlsplit(base_url).port:
        raise RuntimeError("page sur un autre port")
    response = pool.request("GET", url, fields=fields, timeout=timeout)
    if response.status != 200:
        raise RuntimeError(f"code {response.status}")
    url = following(response)
    return response.json() + (read_from(pool, base_url, url, timeout) if url else [])


def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    with urllib3.PoolManager(headers=start_of(token), retries=urllib3.Retry(5, connect=0, read=0, status=0, respect_retry_after_header=False)) as pool:
        fields = {"state": "open", "per_page": "100"}
        items = read_from(pool, base_url, f"{base_url}/repos/{repo}/issues", timeout, fields)
    return list({item["number"]: item for item in sorted(items, key=lambda item: item["updated_at"])}.values())

# %% tableau
def to_table(items):
    issues = [item for item in items if "pull_request" not in item]
    return pd.DataFrame({
        "number": pd.Series([i["number"] for i in issues], dtype="Int64"),
        "title": pd.Series([i["title"] for i in issues], dtype="string"),
        "state": pd.Series([i["state"] for i in issues], dtype="string"),
        "author": pd.Series([(i["user"] or {}).get("login") for i in issues], dtype="string"),
        "labels": pd.Series([[l["name"] for l in i["labels"]] for i in issues], dtype="object"),
        "assignees": pd.Series([[a["login"] for a in i["assignees"]] for i in issues], dtype="object"),
        "comments": pd.Series([i["comments"] for i in issues], dtype="Int64"),
        "created_at": pd.to_datetime(pd.Series([i["created_at"] for i in issues], dtype="object"), utc=True),
        "updated_at": pd.to_datetime(pd.Series([i["updated_at"] for i in issues], dtype="object"), utc=True),
        "closed_at": pd.to_datetime(pd.Series([i["closed_at"] for i in issues], dtype="object"), utc=True),
        "body": pd.Series([i["body"] for i in issues], dtype="string"),
        "url": pd.Series([i["html_url"] for i in issues], dtype="string"),
    })

# %% exporter
def write_atomically(path, text):
    descriptor, temporary = tempfile.mkstemp(prefix=".", dir=Path(path).resolve().parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise

DATES = ("created_at", "updated_at", "closed_at")
LISTS = ("labels", "assignees")

def plain(column, value):
    if column in LISTS:
        return list(value)
    if pd.isna(value):
        return None
    if column in DATES:
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if column in ("number", "comments"):
        return int(value)
    return value

def rows_of(table):
    return [{c: plain(c, v) for c, v in row.items()} for row in table.to_dict(orient="records")]

def github_like(row):
    return {
        **row,
        "user": {"login": row["author"]} if row["author"] is not None else None,
        "labels": [{"name": n} for n in row["labels"]],
        "assignees": [{"login": n} for n in row["assignees"]],
        "comments": int(row["comments"]),
        "number": int(row["number"]),
        "html_url": row["url"],
    }

def export_json(table, path):
    write_atomically(path, json.dumps(rows_of(table), indent=4))

def load_json(path):
    return to_table([github_like(row) for row in json.loads(Path(path).read_text(encoding="utf-8"))])

def export_csv(table, path):
    def field(value):
        if value is None:
            return ""
        if isinstance(value, list):
            return json.dumps(value)
        if isinstance(value, str) and (not value or value.startswith(("=", "+", "-", "@", "'", "\t"))):
            return "'" + value
        return value

    buffer = io.StringIO(newline="")
    out = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n")
    out.writerow(list(table.columns))
    for row in rows_of(table):
        out.writerow([field(value) for value in row.values()])
    write_atomically(path, buffer.getvalue())

def load_csv(path):
    text = Path(path).read_bytes().decode("utf-8")
    header, *lines = csv.reader(io.StringIO(text, newline=""))
    rows = []
    for line in lines:
        row = {name: (value.removeprefix("'") if value else None) for name, value in zip(header, line)}
        row["labels"] = json.loads(row["labels"])
        row["assignees"] = json.loads(row["assignees"])
        rows.append(github_like(row))
    return to_table(rows)

# %% erreurs
PATIENCE = 4


def ask(pool, url, timeout, **options):
    """Ask up to four times; return an answer 200 or 304."""
    last = None
    for attempt in range(PATIENCE):
        if last is not None:
            time.sleep(last[1])
        try:
            response = pool.request("GET", url, timeout=urllib3.Timeout(timeout, read=timeout), **options)
        except urllib3.exceptions.HTTPError as error:
            kind = type(error).__name__
            response = None
        if response is None:
            raise Unavailable(f"pas de réponse complète : {kind}")
        if response.status in (200, 304):
            return response
        last = judged(response, attempt)
    raise last[0](f"code {response.status} à chaque essai")


def judged(response, attempt):
    """Return what to raise in the end and how long to wait until then."""
    status, headers = response.status, response.headers
    if status in (500, 502, 503, 504):
        return Unavailable, 1.5 * (attempt + 1)
    if status in (403, 429) and "Retry-After" in headers:
        return RateLimited, int(headers["Retry-After"]) + 0.5
    if status in (403, 429) and headers.get("X-RateLimit-Remaining") == "0":
        return RateLimited, max(0, int(headers["X-RateLimit-Reset"]) - time.time() + 1)
    raise {401: BadToken, 403: Forbidden, 404: NotFound}.get(status, GitHubError)(f"code {status}")


def content(response):
    try:
        items = response.json()
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise BadAnswer("le corps n'est pas du JSON") from None
    if not isinstance(items, list) or any(not isinstance(item, dict) for item in items):
        raise BadAnswer("le corps n'est pas une liste d'objets")
    return items


def fetch_changes(repo, token, since=None, etag=None, base_url="https://api.github.com", timeout=10):
    fields = {"state": "all", "sort": "updated", "direction": "desc", "per_page": "100"}
    if since is not None:
        fields["since"] = since.isoformat()
    condition = {} if etag is None else {"If-None-Match": etag}
    with urllib3.PoolManager(retries=urllib3.Retry(5, connect=0, read=0, status=0, respect_retry_after_header=False)) as pool:
        response = first = ask(
            pool, f"{base_url}/repos/{repo}/issues", timeout, fields=fields,
            headers={**start_of(token), **condition},
        )
        if first.status == 304:
            return None, etag
        items = content(first)
        while url := following(response):
            if urlsplit(url)[:2] != urlsplit(base_url)[:2]:
                raise BadAnswer("la page suivante est sur un autre serveur")
            response = ask(pool, url, timeout, headers=start_of(token))
            items.extend(content(response))
    items.sort(key=lambda item: item["updated_at"])
    return list({item["number"]: item for item in items}.values()), first.headers.get("ETag")

# %% synchroniser
def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    folder = Path(folder)
    issues_json, issues_csv, etag_file = folder / "issues.json", folder / "issues.csv", folder / "etag.json"
    old = {}
    if issues_json.exists():
        old = {row["number"]: row for row in rows_of(load_json(issues_json))}
    last = max((row["updated_at"] for row in old.values()), default=None)
    since = datetime.fromisoformat(last) if last else None
    etag = None
    if etag_file.exists():
        saved = json.loads(etag_file.read_text(encoding="utf-8"))
        if saved["since"] == last:
            etag = saved["etag"]
    items, new_etag = fetch_changes(repo, token, since=since, etag=etag, base_url=base_url, timeout=timeout)
    if items is None:
        return {"added": [], "updated": [], "closed": []}
    new = {row["number"]: row for row in rows_of(to_table(items))}
    added = sorted(new.keys() - old.keys())
    closed = sorted(
        n for n in new.keys() & old.keys() if (old[n]["state"], new[n]["state"]) == ("open", "closed")
    )
    updated = sorted(n for n in new.keys() & old.keys() if old[n] != new[n] and n not in closed)
    table = to_table([github_like(row) for row in (old | new).values()])
    # Le JSON fait foi : il est écrit après le CSV.
    export_csv(table, str(issues_csv))
    export_json(table, str(issues_json))
    write_atomically(str(etag_file), json.dumps({"since": last, "etag": new_etag}))
    return {"added": added, "updated": updated, "closed": closed}
