# style: pandas everywhere: json_normalize, map, merge, drop_duplicates, to_json, to_csv, read_csv; backoff
# %% lister
def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    headers = {
        "Authorization": f"Bearer {token.strip()}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    params = {"state": "open", "per_page": 100}
    url = f"{base_url}/repos/{repo}/issues"
    everything = []
    while url:
        response = requests.get(url, params=params, headers=headers, timeout=timeout)
        response.raise_for_status()
        everything += response.json()
        url, params = response.links.get("next", {}).get("url"), None
        if url and urlsplit(url)[:2] != urlsplit(base_url)[:2]:
            raise ValueError("autre serveur")
    frame = pd.DataFrame(
        [(item["number"], item["updated_at"]) for item in everything], columns=["number", "updated_at"]
    )
    kept = frame.sort_values("updated_at", kind="stable").drop_duplicates("number", keep="last").index
    return [everything[i] for i in kept]

# %% tableau
TEXTES = ["title", "state", "author", "body", "url"]
DATES = ["created_at", "updated_at", "closed_at"]
LISTES = ["labels", "assignees"]
COLONNES = ["number", *TEXTES, *LISTES, "comments", *DATES]

def typed(frame):
    frame = frame.reindex(columns=COLONNES)
    for name in ["number", "comments"]:
        frame[name] = frame[name].astype("int64")
    for name in DATES:
        frame[name] = pd.to_datetime(frame[name], utc=True, format="ISO8601")
    for name in TEXTES:
        frame[name] = frame[name].astype("str")
    for name in LISTES:
        frame[name] = frame[name].astype("object")
    return frame

def to_table(items):
    frame = pd.json_normalize([item for item in items if "pull_request" not in item], max_level=0)
    if frame.empty:
        return typed(pd.DataFrame(columns=COLONNES))
    frame["author"] = [None if user is None else user["login"] for user in frame["user"]]
    frame["labels"] = frame["labels"].map(lambda labels: [label["name"] for label in labels])
    frame["assignees"] = frame["assignees"].map(lambda people: [person["login"] for person in people])
    frame["url"] = frame["html_url"]
    return typed(frame)

# %% exporter
def replace_with(path, write):
    descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path) or ".")
    os.close(descriptor)
    try:
        write(temporary)
        os.replace(temporary, path)
    except BaseException:
        os.remove(temporary)
        raise

def export_json(table, path):
    rows = table.reset_index(drop=True)
    for name in DATES:
        rows[name] = rows[name].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    rows = rows.astype(object).where(rows.notna(), None)
    text = json.dumps(rows.to_dict("records"), ensure_ascii=False)
    replace_with(path, lambda temporary: Path(temporary).write_bytes(text.encode("utf-8")))

def load_json(path):
    return typed(pd.DataFrame(json.loads(Path(path).read_text(encoding="utf-8")), columns=COLONNES))

def export_csv(table, path):
    fields = table.copy()
    for name in LISTES:
        fields[name] = fields[name].map(lambda names: json.dumps(names, ensure_ascii=False))
    for name in DATES:
        fields[name] = fields[name].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    for name in TEXTES:
        texts = fields[name].astype(object)
        protect = texts.map(lambda text: text == "" or (isinstance(text, str) and text[0] in "=+-@'\t"))
        fields[name] = texts.where(~protect.astype(bool), "'" + texts.astype(object))
    replace_with(path, lambda temporary: fields.to_csv(temporary, index=False, encoding="utf-8"))

def load_csv(path):
    fields = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8").astype(object)
    fields = fields.where(fields != "", None)
    for name in LISTES:
        fields[name] = fields[name].map(json.loads)
    for name in TEXTES:
        fields[name] = fields[name].map(lambda text: text and text.removeprefix("'"))
    return typed(fields)

# %% erreurs
import backoff

class Limite(RateLimited):
    def __init__(self, delay):
        super().__init__("limite de débit")
        self.delay = delay

class Panne(Unavailable):
    delay = 2

@backoff.on_exception(
    backoff.runtime, (Limite, Panne), value=lambda error: error.delay, jitter=None, max_tries=4
)
def get(url, params, headers, timeout):
    try:
        response = requests.get(url, params=params, headers=headers, timeout=timeout)
    except requests.exceptions.RequestException:
        raise Unavailable("pas de réponse complète") from None
    status = response.status_code
    if status in {200, 304}:
        return response
    if status in {500, 502, 503, 504}:
        raise Panne(f"panne {status}")
    if status in {403, 429}:
        if "Retry-After" in response.headers:
            raise Limite(int(response.headers["Retry-After"]))
        if response.headers.get("X-RateLimit-Remaining") == "0":
            reset = datetime.fromtimestamp(int(response.headers["X-RateLimit-Reset"]), UTC)
            raise Limite(max(0, (reset - datetime.now(UTC)).total_seconds()))
    raise {401: BadToken, 403: Forbidden, 404: NotFound}.get(status, GitHubError)(f"code {status}")

def fetch_changes(repo, token, since=None, etag=None, base_url="https://api.github.com", timeout=10):
    headers = {
        "Authorization": f"Bearer {token.strip()}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    params = {"state": "all", "sort": "updated", "direction": "desc", "per_page": 100}
    if since is not None:
        params["since"] = pd.Timestamp(since).strftime("%Y-%m-%dT%H:%M:%SZ")
    url = f"{base_url}/repos/{repo}/issues"
    everything, etags = [], []
    condition = {} if etag is None else {"If-None-Match": etag}
    while url:
        if urlsplit(url)[:2] != urlsplit(base_url)[:2]:
            raise BadAnswer("autre serveur")
        response = get(url, params, {**headers, **condition}, timeout)
        if response.status_code == 304:
            return None, etag
        try:
            page = response.json()
        except ValueError:
            raise BadAnswer("pas du JSON") from None
        if not isinstance(page, list) or not all(isinstance(item, dict) for item in page):
            raise BadAnswer("pas une liste d'objets")
        everything += page
        etags.append(response.headers.get("ETag"))
        url, params, condition = response.links.get("next", {}).get("url"), None, {}
    frame = pd.DataFrame(
        [(item["number"], item["updated_at"]) for item in everything], columns=["number", "updated_at"]
    )
    kept = frame.sort_values("updated_at", kind="stable").drop_duplicates("number", keep="last").index
    return [everything[i] for i in kept], etags[0]

# %% synchroniser
def fingerprint(table):
    """Return one comparable text for each row, by number."""
    texts = table.sort_index(axis=1).apply(lambda row: repr([str(value) for value in row]), axis=1)
    return dict(zip(table["number"], texts if len(table) else []))

def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    json_path, csv_path = os.path.join(folder, "issues.json"), os.path.join(folder, "issues.csv")
    state_path = os.path.join(folder, "state.json")
    known, last, etag = to_table([]), None, None
    if os.path.exists(state_path):
        known = load_json(json_path)
        last, etag = json.loads(Path(state_path).read_text(encoding="utf-8"))
    since = None if last is None else pd.Timestamp(last).to_pydatetime()
    items, new_etag = fetch_changes(repo, token, since, etag, base_url, timeout)
    if items is None:
        return {"added": [], "updated": [], "closed": []}
    fresh = to_table(items)
    both = fresh[["number", "state"]].merge(
        known[["number", "state"]], on="number", how="left", suffixes=("", "_before")
    )
    before, after = fingerprint(known), fingerprint(fresh)
    is_added = both["state_before"].isna()
    is_closed = (both["state_before"] == "open") & (both["state"] == "closed")
    changed = pd.Series([before.get(n) != after[n] for n in both["number"]], index=both.index, dtype=bool)
    report = {
        name: sorted(both.loc[mask, "number"].tolist())
        for name, mask in {
            "added": is_added, "closed": is_closed, "updated": changed & ~is_added & ~is_closed
        }.items()
    }
    table = pd.concat([known, fresh], ignore_index=True).drop_duplicates("number", keep="last")
    export_json(table, json_path)
    export_csv(table, csv_path)
    newest = max((item["updated_at"] for item in items), default=last)
    text = json.dumps([newest, new_etag if newest == last else None])
    replace_with(state_path, lambda temporary: Path(temporary).write_text(text, encoding="utf-8"))
    return report
