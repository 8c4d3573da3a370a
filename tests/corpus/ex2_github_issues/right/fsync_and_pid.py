# style: temporary files named by the process id and flushed to the disk, requests.get in plain loops
# adversarial: 20
# %% lister
def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    headers = {
        "Authorization": "Bearer " + token.strip(),
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    server = urlsplit(base_url)
    issues = {}
    url = f"{base_url}/repos/{repo}/issues?state=open&per_page=100"
    while url is not None:
        target = urlsplit(url)
        if target.scheme != server.scheme or target.netloc != server.netloc:
            raise RuntimeError(f"page suivante sur un autre serveur : {target.netloc}")
        response = requests.get(url, headers=headers, timeout=timeout)
        if response.status_code != 200:
            raise RuntimeError(f"GitHub a répondu {response.status_code}")
        for issue in response.json():
            number = issue["number"]
            if number not in issues or issue["updated_at"] > issues[number]["updated_at"]:
                issues[number] = issue
        if "next" in response.links:
            url = response.links["next"]["url"]
        else:
            url = None
    return list(issues.values())

# %% tableau
COLUMNS = [
    "number", "title", "state", "author", "labels", "assignees",
    "comments", "created_at", "updated_at", "closed_at", "body", "url",
]

def to_table(items):
    rows = []
    for item in items:
        if "pull_request" in item:
            continue
        author = item["user"]["login"] if item["user"] else None
        rows.append([
            item["number"],
            item["title"],
            item["state"],
            author,
            [label["name"] for label in item["labels"]],
            [person["login"] for person in item["assignees"]],
            item["comments"],
            item["created_at"],
            item["updated_at"],
            item["closed_at"],
            item["body"],
            item["html_url"],
        ])
    table = pd.DataFrame(rows, columns=COLUMNS)
    table = table.astype({"number": "int64", "comments": "int64"})
    for column in ("created_at", "updated_at", "closed_at"):
        table[column] = pd.to_datetime(table[column], utc=True)
    return table

# %% exporter
def write_atomically(path, text):
    temporary = f"{path}.{os.getpid()}"
    try:
        with open(temporary, "w", encoding="utf-8", newline="") as file:
            file.write(text); file.flush(); os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        if os.path.exists(temporary):
            os.remove(temporary)
        raise

def to_records(table):
    records = []
    for row in table.to_dict("records"):
        record = {}
        for column, value in row.items():
            if isinstance(value, list):
                record[column] = value
            elif pd.isna(value):
                record[column] = None
            elif column.endswith("_at"):
                record[column] = value.isoformat()
            else:
                record[column] = value
        records.append(record)
    return records

def from_records(records):
    table = pd.DataFrame(records, columns=COLUMNS)
    table = table.astype({"number": "int64", "comments": "int64"})
    for column in ("created_at", "updated_at", "closed_at"):
        table[column] = pd.to_datetime(table[column], utc=True)
    return table

def export_json(table, path):
    write_atomically(path, json.dumps(to_records(table), ensure_ascii=False, indent=2))

def load_json(path):
    with open(path, encoding="utf-8") as file:
        return from_records(json.load(file))

def export_csv(table, path):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=COLUMNS)
    writer.writeheader()
    for record in to_records(table):
        for column, value in record.items():
            if isinstance(value, list):
                record[column] = json.dumps(value, ensure_ascii=False)
            elif isinstance(value, str) and (value == "" or value[0] in "=+-@'\t"):
                record[column] = "'" + value
        writer.writerow(record)
    write_atomically(path, text.getvalue())

def load_csv(path):
    records = []
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for column, value in row.items():
                if value == "":
                    row[column] = None
                elif column in ("labels", "assignees"):
                    row[column] = json.loads(value)
                elif value.startswith("'"):
                    row[column] = value[1:]
            records.append(row)
    return from_records(records)

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
def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    json_path = os.path.join(folder, "issues.json")
    csv_path = os.path.join(folder, "issues.csv")
    state_path = os.path.join(folder, "state.json")
    known = {}
    state = {"since": None, "etag": None}
    if os.path.exists(state_path):
        with open(state_path, encoding="utf-8") as file:
            state = json.load(file)
        for record in to_records(load_json(json_path)):
            known[record["number"]] = record
    since = datetime.fromisoformat(state["since"]) if state["since"] else None
    items, etag = fetch_changes(repo, token, since, state["etag"], base_url, timeout)
    added, updated, closed = [], [], []
    if items is not None:
        for record in to_records(to_table(items)):
            number = record["number"]
            old = known.get(number)
            if old is None:
                added.append(number)
            elif old["state"] == "open" and record["state"] == "closed":
                closed.append(number)
            elif old != record:
                updated.append(number)
            known[number] = record
        table = from_records(list(known.values()))
        export_json(table, json_path)
        export_csv(table, csv_path)
        newest = state["since"]
        for item in items:
            if newest is None or item["updated_at"] > newest:
                newest = item["updated_at"]
        if newest != state["since"]:
            etag = None
        write_atomically(state_path, json.dumps({"since": newest, "etag": etag}))
    return {"added": sorted(added), "updated": sorted(updated), "closed": sorted(closed)}
