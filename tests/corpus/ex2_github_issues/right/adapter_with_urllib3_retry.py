# style: one Session whose adapter retries 5xx by urllib3's Retry, mkstemp, the state read from issues.json
# %% lister
def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    session = requests.Session()
    session.headers.update({
        "Authorization": f"Bearer {token.strip()}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    })
    found = []
    with session:
        response = session.get(
            f"{base_url}/repos/{repo}/issues", params={"state": "open", "per_page": 100}, timeout=timeout
        )
        response.raise_for_status()
        found.extend(response.json())
        while "next" in response.links:
            following = response.links["next"]["url"]
            if urlsplit(following)[:2] != urlsplit(base_url)[:2]:
                raise ValueError("lien vers un autre serveur")
            response = session.get(following, timeout=timeout)
            response.raise_for_status()
            found.extend(response.json())
    found.sort(key=lambda item: item["updated_at"])
    return list({item["number"]: item for item in found}.values())

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
    descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(os.path.abspath(path)), suffix=".part")
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
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

PANNES = (500, 502, 503, 504)

def limit_delay(response):
    if response.status_code not in (403, 429):
        return None
    if "Retry-After" in response.headers:
        return int(response.headers["Retry-After"])
    if response.headers.get("X-RateLimit-Remaining") == "0":
        return max(0.0, float(response.headers["X-RateLimit-Reset"]) - time.time())
    return None

def checked(response):
    status = response.status_code
    if status in (200, 304):
        return response
    kinds = {401: BadToken, 404: NotFound, 403: Forbidden, **dict.fromkeys(PANNES, Unavailable)}
    raise kinds.get(status, GitHubError)(f"réponse {status}")

def get_page(session, url, timeout, **options):
    left = 4
    while True:
        retry = Retry(
            total=left - 1, connect=0, read=0, backoff_factor=1, status_forcelist=PANNES,
            allowed_methods=["GET"], raise_on_status=False, respect_retry_after_header=False,
        )
        session.mount(f"{urlsplit(url).scheme}://", HTTPAdapter(max_retries=retry))
        try:
            response = session.get(url, timeout=timeout, **options)
        except requests.exceptions.RequestException:
            raise Unavailable("GitHub est injoignable") from None
        left -= 1 + len(response.raw.retries.history)
        delay = limit_delay(response)
        if delay is None:
            return checked(response)
        if left <= 0:
            raise RateLimited("la limite reste atteinte")
        time.sleep(delay)

def items_of(response):
    try:
        items = response.json()
    except requests.exceptions.JSONDecodeError:
        raise BadAnswer("réponse illisible") from None
    if type(items) is not list or any(type(item) is not dict for item in items):
        raise BadAnswer("réponse inattendue")
    return items

def fetch_changes(repo, token, since=None, etag=None, base_url="https://api.github.com", timeout=10):
    params = {"state": "all", "sort": "updated", "direction": "desc", "per_page": 100}
    if since is not None:
        params["since"] = f"{since:%Y-%m-%dT%H:%M:%SZ}"
    condition = {"If-None-Match": etag} if etag is not None else {}
    with requests.Session() as session:
        session.headers.update({
            "Authorization": f"Bearer {token.strip()}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        })
        response = get_page(
            session, f"{base_url}/repos/{repo}/issues", timeout, params=params, headers=condition
        )
        if response.status_code == 304:
            return None, etag
        new_etag = response.headers.get("ETag")
        found = items_of(response)
        while "next" in response.links:
            following = response.links["next"]["url"]
            if urlsplit(following)[:2] != urlsplit(base_url)[:2]:
                raise BadAnswer("lien vers un autre serveur")
            response = get_page(session, following, timeout)
            found += items_of(response)
    found.sort(key=lambda item: item["updated_at"])
    return list({item["number"]: item for item in found}.values()), new_etag

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
