# mistake: follows next wherever it leads, token included
# question: lister
# says: autre serveur
# like: right/tenacity_and_dataclasses
# %% lister
import tenacity


def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    """Read the pages with a session, newest version of each issue kept."""
    origin = urlsplit(base_url)[:2]
    newest = {}
    with requests.Session() as session:
        session.headers.update({
            "Authorization": f"Bearer {token.strip()}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        })
        request = requests.Request(
            "GET", f"{base_url}/repos/{repo}/issues", params={"state": "open", "per_page": 100}
        )
        while request:
            response = session.send(session.prepare_request(request), timeout=timeout)
            response.raise_for_status()
            for item in response.json():
                rival = newest.setdefault(item["number"], item)
                newest[item["number"]] = max(rival, item, key=lambda version: version["updated_at"])
            request = None
            if link := response.links.get("next"):
                request = requests.Request("GET", link["url"])
    return [*newest.values()]
