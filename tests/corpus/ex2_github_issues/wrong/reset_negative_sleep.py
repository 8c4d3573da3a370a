# mistake: time.sleep of a negative number when the reset is past
# question: erreurs
# says: La durée à attendre est négative
# like: right/client_class_with_generators
# %% erreurs
class PatientClient(Client):
    """A client that waits for limits and outages, and names what is wrong."""

    attempts = 4
    refusals = {401: BadToken, 403: Forbidden, 404: NotFound}

    def get(self, url, **options):
        for delay in (1, 2, 4, None):
            response = self._once(url, options)
            if response.status_code in (200, 304):
                return response
            failure, pause = self._judge(response, delay)
            if delay is None:
                raise failure
            log.warning("%s : nouvelle tentative dans %.0f s", response.status_code, pause)
            time.sleep(pause)

    def _once(self, url, options):
        try:
            return super().get(url, **options)
        except requests.RequestException:
            raise Unavailable("aucune réponse complète") from None

    def _judge(self, response, delay):
        status, headers = response.status_code, response.headers
        if status in (500, 502, 503, 504):
            return Unavailable(f"panne {status}"), delay
        if status in (403, 429):
            if "Retry-After" in headers:
                return RateLimited("limite secondaire"), int(headers["Retry-After"])
            if headers.get("X-RateLimit-Remaining") == "0":
                return RateLimited("limite de l'heure"), int(headers["X-RateLimit-Reset"]) - time.time()
        raise self.refusals.get(status, GitHubError)(f"réponse {status}")

    def changes(self, repo, etag, **params):
        headers = {"If-None-Match": etag} if etag is not None else None
        response = self.get(f"{self.base_url}/repos/{repo}/issues", params=params, headers=headers)
        yield response
        while "next" in response.links:
            following = response.links["next"]["url"]
            if not self.is_here(following):
                raise BadAnswer("page suivante hors du serveur")
            response = self.get(following)
            yield response


def read(response):
    try:
        items = response.json()
    except requests.JSONDecodeError:
        raise BadAnswer("corps illisible") from None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BadAnswer("corps inattendu")
    return items


def fetch_changes(repo, token, since=None, etag=None, base_url="https://api.github.com", timeout=10):
    params = dict(state="all", sort="updated", direction="desc", per_page=100)
    if since is not None:
        params["since"] = since.strftime("%Y-%m-%dT%H:%M:%SZ")
    with PatientClient(token, base_url, timeout) as client:
        responses = client.changes(repo, etag, **params)
        first = next(responses)
        if first.status_code == 304:
            return None, etag
        items = read(first)
        for response in responses:
            items.extend(read(response))
    newest = {}
    for item in sorted(items, key=lambda item: item["updated_at"]):
        newest[item["number"]] = item
    return list(newest.values()), first.headers.get("ETag")
