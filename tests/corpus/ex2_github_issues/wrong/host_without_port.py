# mistake: compares only the host of the next address with base_url, not the protocol and the port
# question: erreurs
# says: Un autre port est un autre serveur
# blind: 19.84
# like: right/tenacity_and_pandas_chains
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


def origin(url: str) -> str | None:
    """Le serveur d'une adresse, lu comme urllib3 le lit."""
    try:
        return parse_url(url).host
    except ValueError:
        return None


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
