# mistake: gives params= again with the next address
# question: lister
# says: ne redonnez pas params
# like: right/pandas_everywhere
# %% lister
def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    headers = {
        "Authorization": f"Bearer {token.strip()}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    params = {"state": "open", "per_page": 100}
    url = f"{base_url}/repos/{repo}/issues"
    everything = []
    while url:
        response = requests.get(url, params=params, headers=headers, timeout=timeout)
        response.raise_for_status()
        everything += response.json()
        url, params = response.links.get("next", {}).get("url"), params
        if url and urlsplit(url)[:2] != urlsplit(base_url)[:2]:
            raise ValueError("autre serveur")
    frame = pd.DataFrame(
        [(item["number"], item["updated_at"]) for item in everything], columns=["number", "updated_at"]
    )
    kept = frame.sort_values("updated_at", kind="stable").drop_duplicates("number", keep="last").index
    return [everything[i] for i in kept]
