# mistake: the server of a next address is compared with url.startswith(base_url): refuses another path on the same server, accepts https://api.github.com.evil.example
# question: lister
# says: comparez ses parties (urlsplit)
# blind: 20.0
# like: right/client_classes
# %% lister
import logging
from dataclasses import dataclass, field

from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.util import Retry, parse_url

logger = logging.getLogger("astreinte.github")
logger.addHandler(logging.NullHandler())


class GitHubClientError(Exception):
    """Erreur du client de base (question 1)."""


class RedactingFilter(logging.Filter):
    """Remplace le secret par des étoiles dans les journaux."""

    def __init__(self, secret):
        super().__init__()
        self._secret = secret

    def filter(self, record):
        if self._secret:
            message = record.getMessage()
            if self._secret in message:
                record.msg = message.replace(self._secret, "***")
                record.args = ()
        return True


class BearerAuth(AuthBase):
    """Pose l'en-tête Authorization (et ignore ~/.netrc)."""

    def __init__(self, token):
        self._token = token

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


@dataclass
class ClientOptions:
    base_url: str
    timeout: float
    token: str = field(repr=False)


class PageIterator:
    """Itère sur les réponses d'une liste paginée."""

    def __init__(self, client, url, params, headers=None):
        self._client = client
        self._url = url
        self._params = params
        self._headers = headers

    def __iter__(self):
        return self

    def __next__(self):
        if self._url is None:
            raise StopIteration
        response = self._client.send(self._url, self._params, self._headers)
        self._params = None
        self._headers = None
        self._url = response.links.get("next", {}).get("url")
        if self._url is not None:
            self._client.ensure_same_server(self._url)
        return response


class GitHubClient:
    """Client simple : un seul essai par requête."""

    API_HEADERS = {
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    LOGGERS = ("astreinte.github", "urllib3.connectionpool", "urllib3.util.retry")

    def __init__(self, token, base_url, timeout):
        self._options = ClientOptions(base_url=base_url, timeout=timeout, token=token.strip())
        self._filter = RedactingFilter(self._options.token)
        self._adapter = HTTPAdapter(max_retries=0)
        self._session = requests.Session()
        self._session.headers.update(self.API_HEADERS)
        self._session.auth = BearerAuth(self._options.token)
        self._session.mount("https://", self._adapter)
        self._session.mount("http://", self._adapter)

    def __enter__(self):
        for name in self.LOGGERS:
            logging.getLogger(name).addFilter(self._filter)
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        self._session.close()
        for name in self.LOGGERS:
            logging.getLogger(name).removeFilter(self._filter)

    # --- erreurs : redéfinies par la classe dérivée de la question 4

    def request_error(self, error):
        return GitHubClientError(f"La requête à GitHub a échoué ({type(error).__name__}).")

    def status_error(self, response):
        return GitHubClientError(f"GitHub a répondu {response.status_code}.")

    def answer_error(self, message):
        return GitHubClientError(message)

    # --- requêtes

    def _get(self, url, params, headers):
        """Un GET. Aucune exception de requests ne sort d'ici."""
        problem = None
        try:
            return self._session.get(url, params=params, headers=headers, timeout=self._options.timeout)
        except (requests.RequestException, ValueError) as error:
            problem = self.request_error(error)
        # Hors du except : l'exception d'origine, qui peut citer le jeton, n'est pas enchaînée.
        raise problem

    def send(self, url, params=None, headers=None):
        response = self._get(url, params, headers)
        if response.status_code != 200:
            raise self.status_error(response)
        return response

    @staticmethod
    def _origin(url):
        parsed = parse_url(url)
        port = parsed.port or {"https": 443, "http": 80}.get(parsed.scheme)
        return parsed.scheme, parsed.host, port

    def ensure_same_server(self, url):
        if not url.startswith(self._options.base_url):
            raise self.answer_error("L'adresse de la page suivante est sur un autre serveur.")

    def parse_items(self, response):
        try:
            items = response.json()
        except ValueError:
            items = None
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise self.answer_error("La réponse n'est pas une liste d'objets JSON.")
        return items

    def issue_pages(self, repo, params, headers=None):
        return PageIterator(self, f"{self._options.base_url}/repos/{repo}/issues", params, headers)


class IssueCollector:
    """Garde, pour chaque numéro, la version la plus récente."""

    def __init__(self):
        self._latest = {}

    def add(self, item):
        number = item["number"]
        updated_at = datetime.fromisoformat(item["updated_at"])
        known = self._latest.get(number)
        if known is None or updated_at >= known[0]:
            self._latest[number] = (updated_at, item)

    def to_list(self):
        return [item for _, item in self._latest.values()]


def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    """Rend toutes les issues ouvertes d'un dépôt, pull requests comprises."""
    collector = IssueCollector()
    with GitHubClient(token, base_url, timeout) as client:
        for response in client.issue_pages(repo, {"state": "open", "per_page": 100}):
            page = client.parse_items(response)
            logger.debug("%s : une page de %d éléments", repo, len(page))
            for item in page:
                collector.add(item)
    return collector.to_list()
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
