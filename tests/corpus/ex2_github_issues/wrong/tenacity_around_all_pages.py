# mistake: puts tenacity around the whole reading: a failure on page 2 asks page 1 again, and four tries are shared by all pages
# question: erreurs
# says: Vous recommencez à la première page
# blind: 19.48
# like: right/pygithub_throughout
# %% erreurs
import time
from datetime import UTC

import requests
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

BREAKDOWNS = {500, 502, 503, 504}
CUT = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)


def is_limit(answer):
    return answer.status in (403, 429) and (
        "retry-after" in answer.headers or answer.headers.get("x-ratelimit-remaining", "").strip() == "0"
    )


def is_breakdown(answer):
    return answer.status in BREAKDOWNS or (answer.failure is not None and issubclass(answer.failure, CUT))


def wait_as_told(state):
    """La durée de l'attente avant le prochain essai."""
    answer = state.outcome.exception().answer
    if not is_limit(answer):
        return wait_exponential(multiplier=1)(state)
    if "retry-after" in answer.headers:
        return max(0.0, float(answer.headers["retry-after"]))
    remaining = float(answer.headers.get("x-ratelimit-reset", 0)) - time.time()
    return remaining + 0.2 if remaining > 0 else 0.0


class Again(Exception):
    """Une réponse après laquelle on réessaie."""

    def __init__(self, answer):
        super().__init__()
        self.answer = answer


def ask_or_again(*args):
    answer = ask(*args)
    if is_limit(answer) or is_breakdown(answer):
        raise Again(answer)
    return answer


def refuse_precisely(reason, answer):
    """Lève l'exception que l'énoncé prévoit."""
    if reason == "body":
        raise BadAnswer("la réponse n'est pas une liste d'issues")
    if reason == "next":
        raise BadAnswer("la page suivante est sur un autre serveur")
    if reason == "token" or answer.status == 401:
        raise BadToken("GitHub refuse le jeton")
    if answer.status == 404:
        raise NotFound("dépôt introuvable, ou invisible pour ce jeton")
    if is_limit(answer):
        raise RateLimited("limite de débit toujours atteinte après quatre essais")
    if answer.status == 403:
        raise Forbidden("le jeton n'a pas ce droit")
    if is_breakdown(answer):
        raise Unavailable(f"GitHub en panne ({answer.status or answer.failure.__name__})")
    if answer.failure is not None:
        raise GitHubError(f"requête impossible ({answer.failure.__name__})")
    raise GitHubError(f"réponse inattendue : HTTP {answer.status}")


def fetch_changes(repo, token, since=None, etag=None, base_url="https://api.github.com", timeout=10):
    """Rend (items, etag) : ce qui a changé depuis since, ou None si rien n'a changé depuis etag."""
    params = {"state": "all", "sort": "updated", "direction": "desc", "per_page": 100}
    if since is not None:
        since = since.replace(tzinfo=UTC) if since.tzinfo is None else since.astimezone(UTC)
        params["since"] = since.strftime("%Y-%m-%dT%H:%M:%SZ")
    headers = {} if etag is None else {"If-None-Match": etag}
    retrying = Retrying(
        stop=stop_after_attempt(4),
        wait=wait_as_told,
        retry=retry_if_exception_type(Again),
        retry_error_callback=lambda state: refuse_precisely("status", state.outcome.exception().answer),
    )
    items, first = retrying(
        read_pages, repo, token, base_url, timeout, params, headers, ask_or_again, refuse_precisely
    )
    return items, (etag if items is None else first.headers.get("etag"))
