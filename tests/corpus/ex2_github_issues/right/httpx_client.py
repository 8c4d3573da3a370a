# style: an httpx.Client, its event hooks and its errors; pathlib; sets of numbers
# %% lister
import httpx


def client_for(token, timeout):
    return httpx.Client(
        headers={
            "Authorization": f"Bearer {token.strip()}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        },
        timeout=timeout,
        follow_redirects=True,
    )


def origin(url):
    url = httpx.URL(url)
    return url.scheme, url.host, url.port


def newest_of(items):
    newest = {}
    for item in items:
        rival = newest.get(item["number"], item)
        newest[item["number"]] = item if item["updated_at"] >= rival["updated_at"] else rival
    return list(newest.values())


def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    with client_for(token, timeout) as client:
        client.event_hooks["response"].append(lambda response: response.is_redirect or response.raise_for_status())
        response = client.get(f"{base_url}/repos/{repo}/issues", params={"state": "open", "per_page": 100})
        items = response.json()
        while link := response.links.get("next"):
            if origin(link["url"]) != origin(base_url):
                raise httpx.InvalidURL("la page suivante est sur un autre serveur")
            response = client.get(link["url"])
            items += response.json()
    return newest_of(items)

# %% tableau
from operator import itemgetter

FIELDS = {
    "number": itemgetter("number"),
    "title": itemgetter("title"),
    "state": itemgetter("state"),
    "author": lambda item: item["user"]["login"] if item["user"] else None,
    "labels": lambda item: list(map(itemgetter("name"), item["labels"])),
    "assignees": lambda item: list(map(itemgetter("login"), item["assignees"])),
    "comments": itemgetter("comments"),
    "created_at": itemgetter("created_at"),
    "updated_at": itemgetter("updated_at"),
    "closed_at": itemgetter("closed_at"),
    "body": itemgetter("body"),
    "url": itemgetter("html_url"),
}

def with_types(table):
    return table.assign(**{
        name: pd.to_datetime(table[name], utc=True) if name.endswith("_at") else pd.to_numeric(table[name])
        for name in ("number", "comments", "created_at", "updated_at", "closed_at")
    }).astype({"number": "int64", "comments": "int64"})

def to_table(items):
    issues = list(filter(lambda item: "pull_request" not in item, items))
    return with_types(pd.DataFrame({name: list(map(get, issues)) for name, get in FIELDS.items()}))

# %% exporter
import contextlib

@contextlib.contextmanager
def beside(path):
    temporary = f"{path}.{time.time_ns()}"
    try:
        yield temporary
        os.rename(temporary, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.remove(temporary)

def rows_of(table):
    return [
        {
            name: value if isinstance(value, list)
            else None if pd.isna(value)
            else value.isoformat().replace("+00:00", "Z") if name.endswith("_at")
            else value
            for name, value in row.items()
        }
        for row in table.to_dict("records")
    ]

def table_of(rows):
    return with_types(pd.DataFrame({name: [row[name] for row in rows] for name in FIELDS}))

def export_json(table, path):
    with beside(path) as temporary, open(temporary, "w", encoding="utf-8") as file:
        file.write(json.dumps(rows_of(table), sort_keys=True))

def load_json(path):
    with open(path, "rb") as file:
        return table_of(json.load(file))

PROTECTED = tuple("=+-@'\t")

def written(value):
    if isinstance(value, list):
        return json.dumps(value)
    if isinstance(value, str) and (value == "" or value.startswith(PROTECTED)):
        return "'" + value
    return value

def reread(name, value):
    if name in ("labels", "assignees"):
        return json.loads(value)
    return value.removeprefix("'") if value else None

def export_csv(table, path):
    with beside(path) as temporary, open(temporary, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, sorted(FIELDS), quoting=csv.QUOTE_MINIMAL)
        writer.writeheader()
        writer.writerows([{name: written(value) for name, value in row.items()} for row in rows_of(table)])

def load_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return table_of([{k: reread(k, v) for k, v in row.items()} for row in csv.DictReader(file)])

# %% erreurs
OUTAGES = {500, 502, 503, 504}


def limit(response):
    """Return the moment when a limit ends, None for any other answer."""
    headers = response.headers
    if response.status_code in (403, 429):
        if "retry-after" in headers:
            return time.time() + int(headers["retry-after"])
        if headers.get("x-ratelimit-remaining") == "0":
            return int(headers["x-ratelimit-reset"])
    return None


def sleep_until(moment):
    while (left := moment - time.time()) > 0:
        time.sleep(left)


def attempt(client, url, options):
    try:
        return client.get(url, **options)
    except httpx.HTTPError as error:
        name = type(error).__name__
    raise Unavailable(name)


def persevere(client, url, attempts=4, **options):
    response = attempt(client, url, options)
    if response.status_code in (200, 304):
        return response
    end = limit(response)
    if end is None and response.status_code not in OUTAGES:
        refusals = {401: BadToken, 403: Forbidden, 404: NotFound}
        raise refusals.get(response.status_code, GitHubError)(response.reason_phrase)
    if attempts == 1:
        raise (Unavailable if end is None else RateLimited)(response.reason_phrase)
    sleep_until(time.time() + 1.2 if end is None else end)
    return persevere(client, url, attempts - 1, **options)


def decoded(response):
    try:
        items = response.json()
    except ValueError:
        raise BadAnswer("illisible") from None
    if not isinstance(items, list) or {type(item) for item in items} - {dict}:
        raise BadAnswer("inattendu")
    return items


def fetch_changes(repo, token, since=None, etag=None, base_url="https://api.github.com", timeout=10):
    params = {"state": "all", "sort": "updated", "direction": "desc", "per_page": 100}
    if since is not None:
        params["since"] = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    condition = {"If-None-Match": etag} if etag is not None else {}
    with client_for(token, timeout) as client:
        first = persevere(client, f"{base_url}/repos/{repo}/issues", params=params, headers=condition)
        if first.status_code == 304:
            return None, etag
        items, page = decoded(first), first
        while "next" in page.links:
            url = page.links["next"]["url"]
            if origin(url) != origin(base_url):
                raise BadAnswer("autre serveur")
            page = persevere(client, url)
            items += decoded(page)
    return newest_of(items), first.headers.get("etag")

# %% synchroniser
def differences(old, new):
    """Give the list in which each new row goes."""
    for number, row in new.items():
        if number not in old:
            yield "added", number
        elif (old[number]["state"], row["state"]) == ("open", "closed"):
            yield "closed", number
        elif old[number] != row:
            yield "updated", number

def by_number(table):
    return {row["number"]: row for row in rows_of(table)}

def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    place = lambda name: os.path.join(folder, name)
    try:
        with open(place("requete.json"), encoding="utf-8") as file:
            last = json.load(file)
        old = by_number(load_json(place("issues.json")))
    except FileNotFoundError:
        last, old = {"newest": None, "since": None, "etag": None}, {}
    since = last["newest"]
    items, etag = fetch_changes(
        repo, token,
        since=since and datetime.fromisoformat(since),
        etag=last["etag"] if last["since"] == since else None,
        base_url=base_url, timeout=timeout,
    )
    report = {"added": [], "updated": [], "closed": []}
    if items is None:
        return report
    new = by_number(to_table(items))
    for name, number in differences(old, new):
        report[name] = sorted([*report[name], number])
    table = table_of(list({**old, **new}.values()))
    export_json(table, place("issues.json"))
    export_csv(table, place("issues.csv"))
    newest = max([since or "", *(item["updated_at"] for item in items)]) or None
    with beside(place("requete.json")) as temporary, open(temporary, "w", encoding="utf-8") as file:
        json.dump({"newest": newest, "since": since, "etag": etag}, file)
    return report
