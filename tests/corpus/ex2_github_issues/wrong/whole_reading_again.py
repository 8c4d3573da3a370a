# mistake: the tenacity decorator is put on fetch_changes instead of on one request: after a failure on page 2, page 1 is asked again
# question: erreurs
# says: Vous recommencez à la première page
# blind: 19.52
# like: right/tenacity_and_pandas_chains
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


def patient_get(session: requests.Session, url: str, **options: Any) -> requests.Response:
    """Un GET, dont le résultat est vérifié."""
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


@retry(
    retry=retry_if_exception_type((Throttled, Unavailable)),
    stop=stop_after_attempt(4),
    wait=backoff_time,
    reraise=True,
)
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
