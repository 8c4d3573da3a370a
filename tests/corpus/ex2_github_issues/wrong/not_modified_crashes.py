# mistake: reads the empty body of a 304
# question: erreurs
# says: sans le lire
# like: right/pandas_everywhere
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
