# style: the standard library alone for HTTP: urllib.request, an own redirect handler, functions of functions
# %% lister
import re
import urllib.error
import urllib.parse
import urllib.request


def same_server(one, other):
    return urlsplit(one)[:2] == urlsplit(other)[:2]


class CarefulRedirects(urllib.request.HTTPRedirectHandler):
    """Follow redirections, but leave the token behind when the server changes."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        following = super().redirect_request(req, fp, code, msg, headers, newurl)
        if following is not None and not same_server(req.full_url, newurl):
            following.remove_header("Authorization")
        return following


opener = urllib.request.build_opener(CarefulRedirects)


def request_for(url, token, **more):
    headers = {
        "Authorization": f"Bearer {token.strip()}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
        **more,
    }
    return urllib.request.Request(url, headers=headers)


def next_link(headers):
    """Return the address of the next page, None on the last."""
    for address, parameters in re.findall(r"<([^>]*)>([^,<]*)", headers.get("Link", "")):
        if 'rel="next"' in parameters:
            return address
    return None


def newest_versions(items):
    newest = {}
    for item in items:
        if item["number"] not in newest or newest[item["number"]]["updated_at"] < item["updated_at"]:
            newest[item["number"]] = item
    return list(newest.values())


def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    query = urllib.parse.urlencode({"state": "open", "per_page": 100})
    url, items = f"{base_url}/repos/{repo}/issues?{query}", []
    while url:
        if not same_server(url, base_url):
            raise RuntimeError("la suite est sur un autre serveur")
        with opener.open(request_for(url, token), timeout=timeout) as answer:
            if answer.status != 200:
                raise RuntimeError(f"réponse {answer.status}")
            items += json.load(answer)
            url = next_link(answer.headers)
    return newest_versions(items)

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
import http.client


def send(url, token, timeout, **more):
    """Return (code, headers, body) of one request."""
    try:
        with opener.open(request_for(url, token, **more), timeout=timeout) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, b""
    except (OSError, http.client.HTTPException):
        pass
    raise Unavailable("GitHub est injoignable")


def limit_ends_in(headers):
    """Return the seconds to wait for, None if the answer is no limit."""
    if headers["Retry-After"] is not None:
        return int(headers["Retry-After"])
    if headers["X-RateLimit-Remaining"] == "0":
        return max(0, int(headers["X-RateLimit-Reset"]) - time.time())
    return None


def send_patiently(url, token, timeout, **more):
    for pause in (1, 3, 9, None):
        code, headers, body = send(url, token, timeout, **more)
        if code in (200, 304):
            return code, headers, body
        if code in (500, 502, 503, 504):
            failure = Unavailable
        elif code in (403, 429) and limit_ends_in(headers) is not None:
            failure = RateLimited
        else:
            failure = {401: BadToken, 403: Forbidden, 404: NotFound}.get(code, GitHubError)
            raise failure(f"GitHub a répondu {code}")
        if pause is None:
            raise failure(f"GitHub répond encore {code}")
        time.sleep(pause if failure is Unavailable else limit_ends_in(headers))


def items_in(body):
    try:
        items = json.loads(body)
    except ValueError:
        items = None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BadAnswer("ce n'est pas une liste d'issues")
    return items


def fetch_changes(repo, token, since=None, etag=None, base_url="https://api.github.com", timeout=10):
    params = {"state": "all", "sort": "updated", "direction": "desc", "per_page": 100}
    if since is not None:
        params["since"] = since.strftime("%Y-%m-%dT%H:%M:%SZ")
    url = f"{base_url}/repos/{repo}/issues?{urllib.parse.urlencode(params)}"
    condition = {"If-None-Match": etag} if etag is not None else {}
    code, headers, body = send_patiently(url, token, timeout, **condition)
    if code == 304:
        return None, etag
    new_etag, items = headers["ETag"], items_in(body)
    while url := next_link(headers):
        if not same_server(url, base_url):
            raise BadAnswer("la suite est sur un autre serveur")
        _, headers, body = send_patiently(url, token, timeout)
        items += items_in(body)
    return newest_versions(items), new_etag

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
