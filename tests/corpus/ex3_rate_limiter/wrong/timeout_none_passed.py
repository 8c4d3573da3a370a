# mistake: LimitedSession.request copies requests' signature with timeout=None and passes it on, so the default of 10 s is lost
# question: session
# blind: 19.75
# like: right/procedural_wrapper
# %% session
class LimitedSession:
    """Une session qui respecte un débit et recommence ce qui peut l'être."""

    def __init__(self, limiter, max_attempts=5, base=0.5, factor=2, cap=30, jitter=0.1, session=None):
        self.limiteur = limiter
        self.max_attempts = max_attempts
        self.base = base
        self.factor = factor
        self.cap = cap
        self.jitter = jitter
        if session is None:
            self.session = requests.Session()
            self.a_moi = True
        else:
            self.session = session
            self.a_moi = False

    # --- les réglages : ceux de la session contenue

    @property
    def headers(self):
        return self.session.headers

    @headers.setter
    def headers(self, valeur):
        self.session.headers = valeur

    @property
    def params(self):
        return self.session.params

    @params.setter
    def params(self, valeur):
        self.session.params = valeur

    @property
    def auth(self):
        return self.session.auth

    @auth.setter
    def auth(self, valeur):
        self.session.auth = valeur

    @property
    def cookies(self):
        return self.session.cookies

    @cookies.setter
    def cookies(self, valeur):
        self.session.cookies = valeur

    # --- les requêtes

    def request(
        self,
        method,
        url,
        params=None,
        data=None,
        headers=None,
        cookies=None,
        files=None,
        auth=None,
        timeout=None,
        allow_redirects=True,
        proxies=None,
        hooks=None,
        stream=None,
        verify=None,
        cert=None,
        json=None,
    ):
        """Envoie une requête, par son tour, autant de fois qu'il le faut."""
        return send(
            self.session,
            self.limiteur,
            method,
            url,
            max_attempts=self.max_attempts,
            base=self.base,
            factor=self.factor,
            cap=self.cap,
            jitter=self.jitter,
            params=params,
            data=data,
            headers=headers,
            cookies=cookies,
            files=files,
            auth=auth,
            timeout=timeout,
            allow_redirects=allow_redirects,
            proxies=proxies,
            hooks=hooks,
            stream=stream,
            verify=verify,
            cert=cert,
            json=json,
        )

    def get(self, url, **options):
        return self.request("GET", url, **options)

    def options(self, url, **options):
        return self.request("OPTIONS", url, **options)

    def head(self, url, **options):
        if "allow_redirects" not in options:
            options["allow_redirects"] = False
        return self.request("HEAD", url, **options)

    def post(self, url, data=None, json=None, **options):
        return self.request("POST", url, data=data, json=json, **options)

    def put(self, url, data=None, **options):
        return self.request("PUT", url, data=data, **options)

    def patch(self, url, data=None, **options):
        return self.request("PATCH", url, data=data, **options)

    def delete(self, url, **options):
        return self.request("DELETE", url, **options)

    # --- la fermeture

    def close(self):
        """Ferme la session, si c'est celle-ci qui l'a ouverte."""
        if self.a_moi:
            self.session.close()

    def __enter__(self):
        return self

    def __exit__(self, *erreur):
        self.close()
