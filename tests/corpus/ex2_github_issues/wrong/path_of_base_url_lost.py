# mistake: urljoin with an absolute path loses /api/v3
# question: lister
# says: l'énoncé demande /api/v3
# like: right/adapter_with_urllib3_retry
# %% lister
from urllib.parse import urljoin

def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    session = requests.Session()
    session.headers.update({
        "Authorization": f"Bearer {token.strip()}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    })
    found = []
    with session:
        response = session.get(
            urljoin(base_url, f"/repos/{repo}/issues"), params={"state": "open", "per_page": 100}, timeout=timeout
        )
        response.raise_for_status()
        found.extend(response.json())
        while "next" in response.links:
            following = response.links["next"]["url"]
            if urlsplit(following)[:2] != urlsplit(base_url)[:2]:
                raise ValueError("lien vers un autre serveur")
            response = session.get(following, timeout=timeout)
            response.raise_for_status()
            found.extend(response.json())
    found.sort(key=lambda item: item["updated_at"])
    return list({item["number"]: item for item in found}.values())
