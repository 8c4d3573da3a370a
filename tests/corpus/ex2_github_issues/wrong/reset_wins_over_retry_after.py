# mistake: X-RateLimit-Remaining: 0 is looked at before Retry-After, so a response with both headers waits until the reset instead of Retry-After seconds
# question: erreurs
# says: Retry-After passe avant X-RateLimit-Reset
# blind: 20.0
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
        if limited and r.headers.get("X-RateLimit-Remaining") == "0":
            wait, error = max(0, float(r.headers["X-RateLimit-Reset"]) - now()), RateLimited
        elif limited and (after := r.headers.get("Retry-After")):
            wait, error = float(after), RateLimited
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
