# mistake: duplicates keep the version that arrives last, not the one with the latest updated_at
# question: lister
# says: Vous gardez la version arrivée la dernière
# blind: 19.48
# like: right/shortest
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
    return list({i["number"]: i for i in items}.values()), etag


def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    """Rend toutes les issues ouvertes d'un dépôt, pull requests comprises."""
    return get_all(repo, token, {"state": "open", "per_page": 100}, base_url, timeout)[0]
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
