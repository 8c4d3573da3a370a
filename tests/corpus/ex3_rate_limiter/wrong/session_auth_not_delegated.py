# mistake: delegates headers, params and cookies to the inner session but not auth: s.auth = (…) is kept by the wrapper and never sent
# question: session
# blind: 19.75
# like: right/libraries_throughout
# %% session
import inspect


def delegated(name):
    """Une propriété qui lit et écrit le réglage name de la session intérieure."""
    return property(
        lambda self: getattr(self._session, name),
        lambda self, value: setattr(self._session, name, value),
    )


class LimitedSession(requests.Session):
    """Une session qui respecte un débit et recommence ce qui peut l'être."""

    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        # Pas de super().__init__() : les réglages sont ceux de la session intérieure.
        self._session = requests.Session() if session is None else session
        self._owned = session is None
        self._limiter = limiter
        self._settings = dict(max_attempts=max_attempts, base=base, factor=factor, cap=cap, jitter=jitter)

    def request(self, method, url, *args, **options):
        """Envoie une requête, par son tour, autant de fois qu'il le faut."""
        signature = inspect.signature(requests.Session.request)
        arguments = signature.bind(self, method, url, *args, **options).arguments
        del arguments["self"]
        return send(self._session, self._limiter, **arguments, **self._settings)

    def close(self):
        """Ferme la session, si c'est celle-ci qui l'a ouverte."""
        if self._owned:
            self._session.close()


for name in ("headers", "params", "cookies"):
    setattr(LimitedSession, name, delegated(name))
