# mistake: the retries live in the adapter, so the 10 s default timeout of send() was forgotten: a silent server blocks the session for ever
# question: session
# blind: 19.75
# like: right/functional_slots
# %% session
from requests.adapters import HTTPAdapter
from requests.cookies import extract_cookies_to_jar


class PersistentAdapter(HTTPAdapter):
    """Un adaptateur qui recommence dans send(), par ses connexions ou celles d'un autre."""

    def __init__(self, owner, limiter, policy: Policy, lender: requests.Session | None = None) -> None:
        self._owner, self._limiter, self._policy, self._lender = owner, limiter, policy, lender
        super().__init__()

    def send(self, request, **options):
        if self._lender is None:
            transmit = super().send
        else:
            transmit = self._lender.get_adapter(request.url).send

        def keep(response: requests.Response) -> None:
            """Garde les cookies d'une réponse manquée, et libère sa connexion."""
            extract_cookies_to_jar(self._owner.cookies, request, response.raw)
            response.content

        return self._policy.persist(
            self._limiter, request.method, lambda: transmit(request, **options), keep
        )


class LimitedSession(requests.Session):
    """Une session qui respecte un débit et recommence ce qui peut l'être."""

    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        super().__init__()
        self._lender = session
        if session is not None:
            for name in requests.Session.__attrs__:
                if name != "adapters":
                    setattr(self, name, getattr(session, name))
        policy = Policy(max_attempts, base, factor, cap, jitter)
        for prefix in ("https://", "http://"):
            self.mount(prefix, PersistentAdapter(self, limiter, policy, session))

    def request(self, method, url, params=None, data=None, *others, **options):
        """Envoie une requête, par son tour, autant de fois qu'il le faut."""
        return super().request(method, url, params, data, *others, **options)

    def close(self):
        """Ferme la session, si c'est celle-ci qui l'a ouverte."""
        if self._lender is None:
            super().close()
