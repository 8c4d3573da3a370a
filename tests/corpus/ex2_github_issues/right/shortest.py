# style: hurried sysadmin, shortest code; plain requests.get in one helper, comprehensions, walrus, ternaries, csv and json modules, `from time import sleep, time as now`, state.json
# blind: 20.0
# %% lister
from time import sleep, time as now


def ask(url, headers, timeout, params=None):
    for pause in (1, 2, 4, None):
        try:
            r = requests.get(url, params=params, headers=headers, timeout=timeout)
        except requests.RequestException:
            r = None
        if r is None:
            raise Unavailable("GitHub est injoignable")
        limited = (code := r.status_code) in (403, 429)
        if code == 200 or code == 304 and "If-None-Match" in headers:
            return r
        if limited and (after := r.headers.get("Retry-After")):
            wait, error = float(after), RateLimited
        elif limited and r.headers.get("X-RateLimit-Remaining") == "0":
            wait, error = max(0, float(r.headers["X-RateLimit-Reset"]) - now()), RateLimited
        elif code in (500, 502, 503, 504):
            wait, error = pause, Unavailable
        else:
            raise {401: BadToken, 403: Forbidden, 404: NotFound}.get(code, GitHubError)(f"GitHub répond {code}")
        if pause:
            sleep(wait)
    raise error(f"GitHub répond encore {code} au quatrième essai")


def server(url):
    u = urlsplit(url)
    return u.scheme, u.hostname, u.port or {"http": 80, "https": 443}.get(u.scheme)


def get_all(repo, token, params, base_url, timeout, etag=None):
    headers = {
        "Authorization": f"Bearer {token.strip()}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    r = ask(
        f"{base_url}/repos/{repo}/issues",
        headers if etag is None else headers | {"If-None-Match": etag},
        timeout,
        params,
    )
    if r.status_code == 304:
        return None, etag
    items, etag = [], r.headers.get("ETag")
    while True:
        try:
            page = r.json()
        except ValueError:
            page = None
        if not isinstance(page, list) or not all(isinstance(i, dict) for i in page):
            raise BadAnswer("la réponse n'est pas une liste d'objets JSON")
        items += page
        if not (url := r.links.get("next", {}).get("url")):
            break
        if server(url) != server(base_url):
            raise BadAnswer("la page suivante est sur un autre serveur")
        r = ask(url, headers, timeout)
    return list({i["number"]: i for i in sorted(items, key=lambda i: i["updated_at"])}.values()), etag


def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    """Rend toutes les issues ouvertes d'un dépôt, pull requests comprises."""
    return get_all(repo, token, {"state": "open", "per_page": 100}, base_url, timeout)[0]
# %% tableau
COLUMNS = "number title state author labels assignees comments created_at updated_at closed_at body url".split()
INTS = ["number", "comments"]
DATES = ["created_at", "updated_at", "closed_at"]
LISTS = ["labels", "assignees"]


def typed(rows):
    df = pd.DataFrame(rows, columns=COLUMNS, dtype=object).astype({c: "int64" for c in INTS})
    return df.assign(**{c: pd.to_datetime(df[c], utc=True, format="ISO8601") for c in DATES})


def to_table(items):
    """Rend un tableau des issues, pull requests exclues."""
    return typed([
        {c: i.get(c) for c in COLUMNS} | {
            "author": i["user"]["login"] if i.get("user") else None,
            "labels": [x["name"] for x in i["labels"]],
            "assignees": [x["login"] for x in i["assignees"]],
            "url": i["html_url"],
        }
        for i in items if "pull_request" not in i
    ])
# %% exporter
csv.field_size_limit(10**9)


def write_atomically(path, text):
    """Écrit un texte en UTF-8 : le fichier entier, ou rien."""
    tmp = Path(f"{path}.tmp")
    try:
        tmp.write_bytes(text.encode())
        os.replace(tmp, path)
    finally:
        tmp.unlink(missing_ok=True)


def plain(v):
    return v if isinstance(v, list) else None if pd.isna(v) else v.isoformat() if isinstance(v, datetime) else v


def to_rows(table):
    return [{c: plain(v) for c, v in row.items()} for row in table.to_dict("records")]


def to_field(c, v):
    if v is None or c in INTS + DATES:
        return v
    if c in LISTS:
        return json.dumps(v, ensure_ascii=False)
    return f"'{v}" if v[:1] in "=+-@'\t" else v  # "" in "…" est vrai


def from_field(c, v):
    return json.loads(v) if c in LISTS else v.removeprefix("'") if v else None


def export_json(table, path):
    """Écrit le tableau en JSON."""
    write_atomically(path, json.dumps(to_rows(table), indent=1))


def load_json(path):
    """Rend le tableau qu'un fichier JSON contient."""
    return typed(json.loads(Path(path).read_text(encoding="utf-8")))


def export_csv(table, path):
    """Écrit le tableau en CSV."""
    out = csv.writer(buffer := io.StringIO(newline=""))
    out.writerow(COLUMNS)
    out.writerows([to_field(c, row[c]) for c in COLUMNS] for row in to_rows(table))
    write_atomically(path, buffer.getvalue())


def load_csv(path):
    """Rend le tableau qu'un fichier CSV contient."""
    with open(path, encoding="utf-8", newline="") as f:
        return typed([{c: from_field(c, v) for c, v in row.items()} for row in csv.DictReader(f)])
# %% erreurs
def fetch_changes(repo, token, since=None, etag=None, base_url="https://api.github.com", timeout=10):
    """Rend (items, etag) : ce qui a changé depuis since, ou None si rien n'a changé depuis etag."""
    params = {"state": "all", "sort": "updated", "direction": "desc", "per_page": 100}
    if since is not None:
        params["since"] = since.strftime("%Y-%m-%dT%H:%M:%SZ")
    return get_all(repo, token, params, base_url, timeout, etag)
# %% synchroniser
def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    """Met à jour le dossier et rend les numéros des issues ajoutées, modifiées et fermées."""
    read = lambda p, default: json.loads(p.read_text(encoding="utf-8")) if p.exists() else default
    issues, state_file = Path(folder, "issues.json"), Path(folder, "state.json")
    old = {r["number"]: r for r in read(issues, [])}
    state = read(state_file, {})
    since = max((r["updated_at"] for r in old.values()), default=None)
    items, etag = fetch_changes(
        repo,
        token,
        datetime.fromisoformat(since) if since else None,
        state.get("etag") if state.get("since") == since else None,
        base_url,
        timeout,
    )
    new = {r["number"]: r for r in to_rows(to_table(items or []))}
    table = typed(list((old | new).values()))
    export_csv(table, f"{folder}/issues.csv")
    export_json(table, str(issues))
    write_atomically(state_file, json.dumps({"since": since, "etag": etag}))
    changed = sorted(n for n in new if n in old and new[n] != old[n])
    closed = [n for n in changed if (old[n]["state"], new[n]["state"]) == ("open", "closed")]
    return {
        "added": sorted(new.keys() - old.keys()),
        "closed": closed,
        "updated": [n for n in changed if n not in closed],
    }
