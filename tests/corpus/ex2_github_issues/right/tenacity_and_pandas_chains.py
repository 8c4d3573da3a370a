# style: modern Python enthusiast: generators, dataclasses, type hints, tenacity for retries, one Session with a mounted timeout adapter, pandas chains (json_normalize, assign, astype, to_csv/read_csv/to_json)
# blind: 20.0
# %% lister
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urljoin

from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.util import parse_url

Item = dict[str, Any]


@dataclass(frozen=True)
class BearerAuth(AuthBase):
    """Pose l'en-tête Authorization ; le jeton ne figure pas dans son repr."""

    token: str = field(repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[\x21-\x7e]*", self.token):
            raise ValueError("le jeton contient des caractères interdits")

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class TimeoutAdapter(HTTPAdapter):
    """Donne le même timeout à toutes les requêtes de la session."""

    def __init__(self, timeout: float, **options: Any) -> None:
        self.timeout = timeout
        super().__init__(**options)

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        return super().send(request, **options | {"timeout": self.timeout})


@contextmanager
def github_session(token: str, timeout: float) -> Iterator[requests.Session]:
    """Une session aux en-têtes de GitHub, refermée à la fin."""
    with requests.Session() as session:
        session.auth = BearerAuth(token.strip())
        session.headers.update({
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
            "User-Agent": "astreinte-sync/1.0",
        })
        for prefix in ("https://", "http://"):
            session.mount(prefix, TimeoutAdapter(timeout))
        yield session


def origin(url: str) -> tuple[str | None, str | None, int | None] | None:
    """Protocole, hôte et port d'une adresse, lus comme urllib3 les lit."""
    try:
        parts = parse_url(url)
    except ValueError:
        return None
    return parts.scheme, parts.host, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def iter_pages(
    get: Callable[..., requests.Response],
    url: str,
    base_url: str,
    foreign: type[Exception] = RuntimeError,
    **first: Any,
) -> Iterator[requests.Response]:
    """Suit les liens « next » ; les options `first` ne servent qu'à la première requête."""
    response = get(url, **first)
    yield response
    while link := response.links.get("next"):
        url = link["url"] if "://" in link["url"] else urljoin(response.url, link["url"])
        if origin(url) != origin(base_url):
            raise foreign("l'adresse « next » désigne un autre serveur")
        response = get(url)
        yield response


def latest(items: Iterable[Item]) -> list[Item]:
    """Une seule version par numéro : la plus récente."""
    best: dict[int, Item] = {}
    for item in items:
        known = best.setdefault(item["number"], item)
        if datetime.fromisoformat(item["updated_at"]) > datetime.fromisoformat(known["updated_at"]):
            best[item["number"]] = item
    return list(best.values())


def simple_get(session: requests.Session, url: str, **options: Any) -> requests.Response:
    """Un GET, qui doit donner un 200."""
    failure = None
    try:
        response = session.get(url, **options)
    except requests.RequestException as error:
        failure = type(error).__name__
    if failure:
        raise RuntimeError(f"GitHub est injoignable ({failure})")
    if response.status_code != 200:
        raise RuntimeError(f"GitHub répond {response.status_code}")
    return response


def fetch_issues(
    repo: str, token: str, base_url: str = "https://api.github.com", timeout: float = 10
) -> list[Item]:
    """Rend toutes les issues ouvertes d'un dépôt, pull requests comprises."""

    def walk() -> Iterator[Item]:
        with github_session(token, timeout) as session:
            pages = iter_pages(
                partial(simple_get, session),
                f"{base_url}/repos/{repo}/issues",
                base_url,
                params={"state": "open", "per_page": 100},
            )
            for page in pages:
                yield from page.json()

    return latest(walk())
# %% tableau
INTEGERS = ["number", "comments"]
TEXTS = ["title", "state", "author", "body", "url"]
LISTS = ["labels", "assignees"]
DATES = ["created_at", "updated_at", "closed_at"]
COLUMNS = [
    "number", "title", "state", "author", "labels", "assignees", "comments",
    "created_at", "updated_at", "closed_at", "body", "url",
]


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Les douze colonnes, avec leurs types, même sans aucune ligne."""
    to_utc = partial(pd.to_datetime, utc=True, format="ISO8601")
    return (
        frame.reindex(columns=COLUMNS)
        .assign(**{name: lambda df, name=name: to_utc(df[name]) for name in DATES})
        .astype(dict.fromkeys(INTEGERS, "int64") | dict.fromkeys(TEXTS, "str") | dict.fromkeys(LISTS, object))
    )


def pluck(key: str, entries: list[Item] | None) -> list[str]:
    """La valeur d'une clé dans chaque objet d'une liste."""
    return [entry[key] for entry in entries or []]


def to_table(items: Iterable[Item]) -> pd.DataFrame:
    """Rend un tableau des issues, pull requests exclues."""
    issues = [item for item in items if "pull_request" not in item]
    if not issues:
        return typed(pd.DataFrame(columns=COLUMNS))
    return (
        pd.json_normalize(issues, max_level=1)
        .drop(columns=["url"], errors="ignore")
        .rename(columns={"html_url": "url", "user.login": "author"})
        .assign(
            labels=lambda df: df["labels"].map(partial(pluck, "name")),
            assignees=lambda df: df["assignees"].map(partial(pluck, "login")),
        )
        .pipe(typed)
    )
# %% exporter
import uuid

GUARDED = ("=", "+", "-", "@", "'", "\t")


@contextmanager
def replacing(path: str | os.PathLike) -> Iterator[Path]:
    """Prête un fichier provisoire, qui prend le nom voulu si tout va bien et disparaît sinon."""
    target = Path(path)
    draft = target.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        yield draft
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def write_atomically(path: str | os.PathLike, text: str) -> None:
    """Écrit un texte en UTF-8 : le fichier entier, ou rien."""
    data = text.encode("utf-8")
    with replacing(path) as draft, draft.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def export_json(table: pd.DataFrame, path: str) -> None:
    """Écrit le tableau en JSON."""
    write_atomically(
        path,
        table.to_json(orient="records", date_format="iso", date_unit="us", force_ascii=False, indent=2),
    )


def load_json(path: str) -> pd.DataFrame:
    """Rend le tableau qu'un fichier JSON contient."""
    return typed(pd.DataFrame(json.loads(Path(path).read_bytes()), columns=COLUMNS))


def guard(text: str) -> str:
    """Protège un texte vide, ou qu'un tableur prendrait pour une formule."""
    return f"'{text}" if not text or text.startswith(GUARDED) else text


def export_csv(table: pd.DataFrame, path: str) -> None:
    """Écrit le tableau en CSV."""
    protected = {name: table[name].astype(object).map(guard, na_action="ignore") for name in TEXTS}
    dumped = {name: table[name].map(partial(json.dumps, ensure_ascii=False)) for name in LISTS}
    dated = {name: table[name].astype(object).map(pd.Timestamp.isoformat, na_action="ignore") for name in DATES}
    # Avec "\r\n", le module csv met aussi entre guillemets un texte qui contient un "\r" isolé.
    write_atomically(
        path, table.assign(**protected, **dumped, **dated).to_csv(index=False, lineterminator="\r\n")
    )


def load_csv(path: str) -> pd.DataFrame:
    """Rend le tableau qu'un fichier CSV contient."""
    with open(path, encoding="utf-8", newline="") as file:
        raw = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""])
    return raw.assign(
        **{name: raw[name].str.removeprefix("'") for name in TEXTS},
        **{name: raw[name].astype(object).map(json.loads) for name in LISTS},
    ).pipe(typed)
# %% erreurs
from itertools import chain

from tenacity import RetryCallState, retry, retry_if_exception_type, stop_after_attempt, wait_exponential


class Throttled(RateLimited):
    """Une limite, et l'instant à partir duquel réessayer."""

    def __init__(self, until: float) -> None:
        super().__init__("la limite de débit de GitHub est atteinte")
        self.until = until


def backoff_time(state: RetryCallState) -> float:
    """L'attente avant le prochain essai : celle que GitHub demande, ou 1 s, 2 s, 4 s."""
    error = state.outcome.exception()
    if not isinstance(error, Throttled):
        return wait_exponential(multiplier=1)(state)
    delay = error.until - time.time()
    return delay + 0.1 if delay > 0 else 0


def number(headers: Any, name: str) -> float | None:
    """La valeur numérique d'un en-tête, ou None."""
    try:
        return float(headers[name])
    except (KeyError, ValueError):
        return None


def limit_end(response: requests.Response) -> float | None:
    """L'instant où une limite de débit prend fin, ou None si ce n'en est pas une."""
    headers = response.headers
    if (seconds := number(headers, "Retry-After")) is not None:
        return time.time() + seconds
    if number(headers, "X-RateLimit-Remaining") == 0:
        return number(headers, "X-RateLimit-Reset")
    return None


def checked(response: requests.Response) -> requests.Response:
    """Rend la réponse si elle est bonne, lève l'exception qui convient sinon."""
    match response.status_code:
        case 200:
            return response
        case 304 if "If-None-Match" in response.request.headers:
            return response
        case 401:
            raise BadToken("GitHub refuse le jeton (401)")
        case 404:
            raise NotFound("dépôt inconnu, ou invisible avec ce jeton (404)")
        case 403 | 429 if (until := limit_end(response)) is not None:
            raise Throttled(until)
        case 403:
            raise Forbidden("le jeton n'a pas ce droit (403)")
        case 500 | 502 | 503 | 504 as code:
            raise Unavailable(f"GitHub est en panne ({code})")
        case code:
            raise GitHubError(f"réponse inattendue de GitHub ({code})")


@retry(
    retry=retry_if_exception_type((Throttled, Unavailable)),
    stop=stop_after_attempt(4),
    wait=backoff_time,
    reraise=True,
)
def patient_get(session: requests.Session, url: str, **options: Any) -> requests.Response:
    """Un GET, quatre essais au plus."""
    failure: GitHubError | None = None
    try:
        response = session.get(url, **options)
    except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
        failure = Unavailable(f"GitHub est injoignable ({type(error).__name__})")
    except requests.exceptions.ContentDecodingError:
        failure = BadAnswer("le corps de la réponse est illisible")
    except requests.RequestException as error:
        failure = GitHubError(f"requête impossible ({type(error).__name__})")
    if failure:
        raise failure
    return checked(response)


def parse(response: requests.Response) -> list[Item]:
    """Les issues d'une page."""
    try:
        items = json.loads(response.content)
    except ValueError:
        items = None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BadAnswer("la réponse n'est pas une liste d'issues")
    if not all({"number", "updated_at"} <= item.keys() for item in items):
        raise BadAnswer("un objet reçu n'est pas une issue")
    return items


def iso_utc(moment: datetime | None) -> str | None:
    """Un instant UTC, comme 2026-01-05T09:30:00Z."""
    if moment is None:
        return None
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.isoformat().replace("+00:00", "Z")


def fetch_changes(
    repo: str,
    token: str,
    since: datetime | None = None,
    etag: str | None = None,
    base_url: str = "https://api.github.com",
    timeout: float = 10,
) -> tuple[list[Item] | None, str | None]:
    """Rend (items, etag) : ce qui a changé depuis since, ou None si rien n'a changé depuis etag."""
    params = {
        "state": "all",
        "sort": "updated",
        "direction": "desc",
        "per_page": 100,
        "since": iso_utc(since),
    }
    with github_session(token, timeout) as session:
        pages = iter_pages(
            partial(patient_get, session),
            f"{base_url}/repos/{repo}/issues",
            base_url,
            foreign=BadAnswer,
            params=params,
            headers={} if etag is None else {"If-None-Match": etag},
        )
        first = next(pages)
        if first.status_code == 304:
            return None, etag
        items = latest(chain.from_iterable(map(parse, chain([first], pages))))
    return items, first.headers.get("ETag")
# %% synchroniser
from dataclasses import asdict


@dataclass(frozen=True)
class Memory:
    """La dernière demande, et l'étiquette de sa réponse."""

    since: str | None = None
    etag: str | None = None

    @classmethod
    def load(cls, path: Path) -> "Memory":
        return cls(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else cls()

    def save(self, path: Path) -> None:
        write_atomically(path, json.dumps(asdict(self)))


def by_number(table: pd.DataFrame) -> dict[int, Item]:
    """Les lignes du tableau, valeurs absentes à None, sous leur numéro."""
    plain = table.astype(object).where(table.notna(), None)
    return {int(row["number"]): row for row in plain.to_dict("records")}


def sync(
    repo: str,
    token: str,
    folder: str | os.PathLike,
    base_url: str = "https://api.github.com",
    timeout: float = 10,
) -> dict[str, list[int]]:
    """Met à jour le dossier et rend les numéros des issues ajoutées, modifiées et fermées."""
    issues_json, issues_csv, memory_path = (
        Path(folder, name) for name in ("issues.json", "issues.csv", "memoire.json")
    )
    if issues_json.exists():
        known, memory = load_json(str(issues_json)), Memory.load(memory_path)
    else:
        known, memory = to_table([]), Memory()

    since = None if known.empty else known["updated_at"].max().to_pydatetime()
    same = memory.since == iso_utc(since)
    items, etag = fetch_changes(
        repo, token, since=since, etag=memory.etag if same else None, base_url=base_url, timeout=timeout
    )

    received = to_table(items or [])
    before, after = by_number(known), by_number(received)
    report: dict[str, list[int]] = {"added": [], "updated": [], "closed": []}
    for issue, row in sorted(after.items(), key=lambda pair: pair[0]):
        match before.get(issue):
            case None:
                report["added"].append(issue)
            case {"state": "open"} if row["state"] == "closed":
                report["closed"].append(issue)
            case old if old != row:
                report["updated"].append(issue)

    merged = pd.concat([known[~known["number"].isin(received["number"])], received]).sort_values("number")
    export_csv(merged, str(issues_csv))
    export_json(merged, str(issues_json))
    Memory(iso_utc(since), etag).save(memory_path)
    return report
