# style: Java/C#-like: client classes over a requests.Session with HTTPAdapter/Retry, iterator classes, dataclasses, NamedTemporaryFile, redacting log filter, csv.DictWriter/DictReader
# blind: 20.0
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
        try:
            same = self._origin(url) == self._origin(self._options.base_url)
        except ValueError:
            same = False
        if not same:
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

# %% tableau
from typing import Any, Optional

TEXT_COLUMNS = ("title", "state", "author", "body", "url")
LIST_COLUMNS = ("labels", "assignees")
INTEGER_COLUMNS = ("number", "comments")
DATE_COLUMNS = ("created_at", "updated_at", "closed_at")
COLUMNS = (
    "number", "title", "state", "author", "labels", "assignees", "comments",
    "created_at", "updated_at", "closed_at", "body", "url",
)


@dataclass(frozen=True)
class Issue:
    """Une ligne du tableau ; une valeur absente y est toujours None."""

    number: int
    title: Optional[str]
    state: str
    author: Optional[str]
    labels: list
    assignees: list
    comments: int
    created_at: Any
    updated_at: Any
    closed_at: Any
    body: Optional[str]
    url: Optional[str]

    @classmethod
    def from_github(cls, item):
        user = item.get("user")
        return cls(
            number=item["number"],
            title=item["title"],
            state=item["state"],
            author=user["login"] if user else None,
            labels=[label["name"] for label in item.get("labels") or []],
            assignees=[person["login"] for person in item.get("assignees") or []],
            comments=item["comments"],
            created_at=item["created_at"],
            updated_at=item["updated_at"],
            closed_at=item.get("closed_at"),
            body=item.get("body"),
            url=item["html_url"],
        )


def issues_to_table(issues):
    """Rend le tableau d'une liste de Issue, avec les types de la question 2."""
    columns = {}
    for name in COLUMNS:
        values = [getattr(issue, name) for issue in issues]
        if name in INTEGER_COLUMNS:
            columns[name] = pd.Series(values, dtype="int64")
        elif name in DATE_COLUMNS:
            columns[name] = pd.Series(pd.to_datetime(values, utc=True, format="ISO8601"))
        else:
            columns[name] = pd.Series(values, dtype="object")
    return pd.DataFrame(columns)


def table_to_issues(table):
    """Rend les Issue d'un tableau : entiers et textes de Python, Timestamp, None si absent."""
    columns = {}
    for name in COLUMNS:
        values = table[name].tolist()
        if name in LIST_COLUMNS:
            columns[name] = [list(value) for value in values]
        elif name in INTEGER_COLUMNS:
            columns[name] = [int(value) for value in values]
        else:
            columns[name] = [None if value is None or value is pd.NA or value != value else value for value in values]
    return [Issue(**dict(zip(COLUMNS, row))) for row in zip(*(columns[name] for name in COLUMNS))]


def to_table(items):
    """Rend un tableau des issues, pull requests exclues."""
    return issues_to_table([Issue.from_github(item) for item in items if "pull_request" not in item])

# %% exporter
import sys

GUARD = "'"
GUARDED_STARTS = ("=", "+", "-", "@", "'", "\t")


def write_atomically(path, text):
    """Écrit un texte en UTF-8 : le fichier entier, ou rien."""
    target = Path(path)
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            mode="w", encoding="utf-8", newline="", dir=target.parent, prefix=".tmp-", delete=False
        ) as stream:
            temporary = Path(stream.name)
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except BaseException:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise


def format_date(value):
    return None if value is None else value.isoformat()


def export_json(table, path):
    """Écrit le tableau en JSON."""
    records = []
    for issue in table_to_issues(table):
        record = {name: getattr(issue, name) for name in COLUMNS}
        for name in DATE_COLUMNS:
            record[name] = format_date(record[name])
        records.append(record)
    write_atomically(path, json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False))


def load_json(path):
    """Rend le tableau qu'un fichier JSON contient."""
    records = json.loads(Path(path).read_bytes().decode("utf-8"))
    return issues_to_table([Issue(**record) for record in records])


def text_to_field(text):
    if text is None:
        return ""
    if text == "" or text.startswith(GUARDED_STARTS):
        return GUARD + text
    return text


def field_to_text(value):
    if value == "":
        return None
    return value[1:] if value.startswith(GUARD) else value


def export_csv(table, path):
    """Écrit le tableau en CSV."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, fieldnames=COLUMNS)
    writer.writeheader()
    for issue in table_to_issues(table):
        row = {}
        for name in COLUMNS:
            value = getattr(issue, name)
            if name in TEXT_COLUMNS:
                row[name] = text_to_field(value)
            elif name in LIST_COLUMNS:
                row[name] = json.dumps(value, ensure_ascii=False)
            elif name in DATE_COLUMNS:
                row[name] = format_date(value) or ""
            else:
                row[name] = value
        writer.writerow(row)
    write_atomically(path, buffer.getvalue())


def load_csv(path):
    """Rend le tableau qu'un fichier CSV contient."""
    csv.field_size_limit(sys.maxsize)  # 131 072 caractères sinon
    issues = []
    with Path(path).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            values = {}
            for name in COLUMNS:
                if name in TEXT_COLUMNS:
                    values[name] = field_to_text(row[name])
                elif name in LIST_COLUMNS:
                    values[name] = json.loads(row[name])
                elif name in DATE_COLUMNS:
                    values[name] = row[name] or None
                else:
                    values[name] = int(row[name])
            issues.append(Issue(**values))
    return issues_to_table(issues)

# %% erreurs
from urllib3.exceptions import InvalidHeader as InvalidRetryAfter


class ResilientGitHubClient(GitHubClient):
    """Client qui sait attendre : pannes par urllib3 (Retry), limites de débit par la boucle de send."""

    MAX_SENDS = 4
    OUTAGES = frozenset({500, 502, 503, 504})
    MARGIN = 0.2

    def _retry_policy(self, retries):
        return Retry(
            total=retries,
            backoff_factor=1,
            status_forcelist=self.OUTAGES,
            allowed_methods={"GET"},
            raise_on_status=False,
            # 413, 429 et 503 : les limites se traitent ici, et une panne n'attend pas plus d'une minute.
            respect_retry_after_header=False,
        )

    def request_error(self, error):
        kind = type(error).__name__
        if isinstance(error, (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError,
                              requests.exceptions.RetryError)):
            return Unavailable(f"GitHub est injoignable ({kind}).")
        if isinstance(error, requests.exceptions.ContentDecodingError):
            return BadAnswer("La réponse de GitHub est illisible.")
        if isinstance(error, (requests.exceptions.InvalidHeader, UnicodeError)):
            return BadToken("Le jeton contient des caractères interdits.")
        return GitHubError(f"La requête à GitHub a échoué ({kind}).")

    def status_error(self, response):
        status = response.status_code
        if status == 401:
            return BadToken("Le jeton n'est pas accepté (401).")
        if status == 404:
            return NotFound("Le dépôt n'existe pas, ou le jeton ne permet pas de le voir (404).")
        if status == 403:
            return Forbidden("Le jeton n'a pas le droit de lire ces issues (403).")
        if status in self.OUTAGES:
            return Unavailable(f"GitHub est en panne ({status}), malgré {self.MAX_SENDS} essais.")
        return GitHubError(f"GitHub a répondu {status}.")

    def answer_error(self, message):
        return BadAnswer(message)

    @staticmethod
    def _sends(response):
        """Combien de fois urllib3 a envoyé la requête (ou l'une de ses redirections)."""
        counts = []
        for hop in [*response.history, response]:
            retries = getattr(hop.raw, "retries", None)
            counts.append(1 + (len(retries.history) if isinstance(retries, Retry) else 0))
        return max(counts)

    def _rate_limit_delay(self, response):
        """Le nombre de secondes à attendre, ou None si ce n'est pas une limite de débit."""
        if response.status_code not in (403, 429):
            return None
        retry_after = response.headers.get("Retry-After")
        if retry_after is not None:
            try:
                return Retry().parse_retry_after(retry_after)
            except InvalidRetryAfter:
                pass
        if response.headers.get("X-RateLimit-Remaining", "").strip() == "0":
            try:
                return max(0.0, float(response.headers["X-RateLimit-Reset"]) - time.time())
            except (KeyError, ValueError):
                return 60.0
        return None

    def send(self, url, params=None, headers=None):
        sent = 0
        while True:
            self._adapter.max_retries = self._retry_policy(self.MAX_SENDS - 1 - sent)
            response = self._get(url, params, headers)
            sent += self._sends(response)
            if response.status_code == 200:
                return response
            if response.status_code == 304 and headers and "If-None-Match" in headers:
                return response
            delay = self._rate_limit_delay(response)
            if delay is None:
                raise self.status_error(response)
            if sent >= self.MAX_SENDS:
                raise RateLimited(f"La limite de débit est toujours atteinte après {sent} essais.")
            logger.warning("Limite de débit : nouvel essai dans %.0f s", delay)
            if delay > 0:
                time.sleep(delay + self.MARGIN)


def format_since(since):
    moment = since.replace(tzinfo=UTC) if since.tzinfo is None else since.astimezone(UTC)
    return moment.isoformat().replace("+00:00", "Z")


def fetch_changes(repo, token, since=None, etag=None, base_url="https://api.github.com", timeout=10):
    """Rend (items, etag) : ce qui a changé depuis since, ou None si rien n'a changé depuis etag."""
    params = {"state": "all", "sort": "updated", "direction": "desc", "per_page": 100}
    if since is not None:
        params["since"] = format_since(since)
    headers = {} if etag is None else {"If-None-Match": etag}

    collector = IssueCollector()
    new_etag = None
    with ResilientGitHubClient(token, base_url, timeout) as client:
        for index, response in enumerate(client.issue_pages(repo, params, headers)):
            if response.status_code == 304:
                return None, etag
            if index == 0:
                new_etag = response.headers.get("ETag")
            page = client.parse_items(response)
            logger.debug("%s : page %d, %d éléments", repo, index + 1, len(page))
            complete = True
            try:
                for item in page:
                    collector.add(item)
            except (KeyError, TypeError, ValueError):
                complete = False
            if not complete:
                raise BadAnswer("Une issue n'a pas de numéro ou de date de modification.")
    return collector.to_list(), new_etag

# %% synchroniser
@dataclass
class SyncState:
    """Ce que sync retient d'une fois sur l'autre."""

    FILE_NAME = "sync_state.json"

    latest: Optional[str] = None      # le plus récent updated_at reçu
    asked_since: Optional[str] = None  # le since de la dernière demande
    etag: Optional[str] = None         # l'etag de la dernière demande

    @classmethod
    def load(cls, folder):
        return cls(**json.loads((folder / cls.FILE_NAME).read_text(encoding="utf-8")))

    def save(self, folder):
        text = json.dumps({"latest": self.latest, "asked_since": self.asked_since, "etag": self.etag})
        write_atomically(str(folder / self.FILE_NAME), text)


class FolderSynchronizer:
    def __init__(self, folder):
        self._folder = Path(folder)
        self._json_path = self._folder / "issues.json"
        self._csv_path = self._folder / "issues.csv"

    def _load(self):
        known, state = {}, None
        if self._json_path.exists():
            known = {issue.number: issue for issue in table_to_issues(load_json(str(self._json_path)))}
            if (self._folder / SyncState.FILE_NAME).exists():
                state = SyncState.load(self._folder)
        return known, state

    def run(self, repo, token, base_url, timeout):
        known, state = self._load()
        since = state.latest if state else None
        etag = state.etag if state and state.asked_since == since else None
        items, new_etag = fetch_changes(
            repo, token, since=datetime.fromisoformat(since) if since else None, etag=etag,
            base_url=base_url, timeout=timeout,
        )

        report = {"added": [], "updated": [], "closed": []}
        for issue in table_to_issues(to_table(items or [])):
            old = known.get(issue.number)
            if old is None:
                report["added"].append(issue.number)
            elif old.state == "open" and issue.state == "closed":
                report["closed"].append(issue.number)
            elif old != issue:
                report["updated"].append(issue.number)
            known[issue.number] = issue

        moments = [item["updated_at"] for item in items or []]
        if since:
            moments.append(since)
        latest = max(moments, key=datetime.fromisoformat, default=None)

        table = issues_to_table([known[number] for number in sorted(known)])
        export_csv(table, str(self._csv_path))
        export_json(table, str(self._json_path))  # la référence du bilan : après le CSV
        SyncState(latest=latest, asked_since=since, etag=new_etag).save(self._folder)
        return {key: sorted(numbers) for key, numbers in report.items()}


def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    """Met à jour le dossier et rend les numéros des issues ajoutées, modifiées et fermées."""
    return FolderSynchronizer(folder).run(repo, token, base_url, timeout)
