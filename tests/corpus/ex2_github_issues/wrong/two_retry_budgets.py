# mistake: urllib3's Retry and the rate-limit loop each have their own budget: outages mixed with limits send a request more than four times
# question: erreurs
# says: Limites et pannes se comptent ensemble
# blind: 20.0
# like: right/client_classes
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
            self._adapter.max_retries = self._retry_policy(self.MAX_SENDS - 1)
            response = self._get(url, params, headers)
            sent += 1
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
