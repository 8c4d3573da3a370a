# mistake: every code below 400 is read as a page
# question: erreurs
# says: a répondu 203
# adversarial: 19.86
# like: right/loops_with_requests_get
# %% erreurs
def send(url, params, headers, timeout):
    attempt = 1
    while True:
        try:
            response = requests.get(url, params=params, headers=headers, timeout=timeout)
        except requests.RequestException as error:
            raise Unavailable(f"pas de réponse : {type(error).__name__}") from None
        status = response.status_code
        if status < 400:
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

