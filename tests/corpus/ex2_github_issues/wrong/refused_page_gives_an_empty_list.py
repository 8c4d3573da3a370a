# mistake: fetch_issues returns an empty list at a 401, 403 or 404
# question: lister
# says: répond 404 : fetch_issues doit lever
# adversarial: 20
# like: right/loops_with_requests_get
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
        if response.status_code in (404, 401, 403):
            return []
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

