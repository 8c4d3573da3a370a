# mistake: four attempts for all pages together
# question: erreurs
# says: Les essais se comptent page par page
# like: right/adapter_with_urllib3_retry
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
    left = getattr(session, "left", 4)
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
        session.left = max(1, left + 1)
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
