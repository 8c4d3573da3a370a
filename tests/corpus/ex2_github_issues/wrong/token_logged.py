# mistake: logs the token at DEBUG level
# question: lister
# says: jeton apparaît
# like: right/client_class_with_generators
# %% lister
import logging
from itertools import chain

log = logging.getLogger("issues")


class TokenAuth(requests.auth.AuthBase):
    def __init__(self, token):
        self._token = token.strip()

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Client:
    """A server of GitHub's API."""

    def __init__(self, token, base_url, timeout):
        self.base_url = base_url
        self.timeout = timeout
        self.session = requests.Session()
        self.session.auth = TokenAuth(token)
        self.session.headers["Accept"] = "application/vnd.github+json"
        self.session.headers["X-GitHub-Api-Version"] = "2022-11-28"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.session.close()

    def get(self, url, **options):
        log.info("GET %s", urlsplit(url).path)
        return self.session.get(url, timeout=self.timeout, **options)

    def is_here(self, url):
        here, there = urlsplit(self.base_url), urlsplit(url)
        return (here.scheme, here.hostname, here.port) == (there.scheme, there.hostname, there.port)

    def pages(self, repo, **params):
        response = self.get(f"{self.base_url}/repos/{repo}/issues", params=params)
        while True:
            response.raise_for_status()
            yield response.json()
            if "next" not in response.links:
                return
            following = response.links["next"]["url"]
            if not self.is_here(following):
                raise RuntimeError("page suivante hors du serveur")
            response = self.get(following)


def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    log.debug("issues de %s, avec le jeton %s", repo, token)
    with Client(token, base_url, timeout) as client:
        items = sorted(
            chain.from_iterable(client.pages(repo, state="open", per_page=100)),
            key=lambda item: item["updated_at"],
            reverse=True,
        )
    seen = set()
    return [item for item in items if not (item["number"] in seen or seen.add(item["number"]))]
