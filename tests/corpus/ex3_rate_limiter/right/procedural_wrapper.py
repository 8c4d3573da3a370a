# style: old Unix hand: procedural, while loops, lists, French names, monotonic and sleep, exceptions caught one by one, explicit wrapper around requests.Session
# blind: 20.0
# %% debit
MARGE = 0.005  # secondes


class RateLimiter:
    """Laisse partir rate requêtes par fenêtre glissante de period secondes."""

    def __init__(self, rate, period=1.0):
        self.debit = rate
        self.periode = period
        self.departs = []  # les heures des derniers départs, la plus ancienne d'abord

    def acquire(self):
        """Attend que la requête suivante puisse partir, et compte son départ."""
        maintenant = time.monotonic()
        if len(self.departs) >= self.debit:
            au_plus_tot = self.departs[0] + self.periode
            while maintenant < au_plus_tot:
                time.sleep(au_plus_tot - maintenant + MARGE)
                maintenant = time.monotonic()
        self.departs.append(maintenant)
        while len(self.departs) > self.debit:
            self.departs.pop(0)
# %% attendre
import datetime


def retry_after(response):
    """Rend le délai demandé par Retry-After, en secondes, ou None s'il n'y en a pas de lisible."""
    texte = response.headers.get("Retry-After")
    if texte is None:
        return None
    texte = texte.strip()
    if texte == "":
        return None

    # première forme : rien que des chiffres
    i = 0
    while i < len(texte) and texte[i] in "0123456789":
        i = i + 1
    if i == len(texte):
        return int(texte)

    # seconde forme : une date
    try:
        date = parsedate_to_datetime(texte)
    except TypeError:
        return None
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=datetime.timezone.utc)
    reste = date.timestamp() - time.time()
    if reste < 0:
        reste = 0
    return reste
# %% recul
def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    """Rend le délai avant la tentative suivante, en secondes."""
    plein = base
    n = 1
    while n < failures and plein < cap:
        plein = plein * factor
        n = n + 1
    if plein > cap:
        plein = cap
    return random.uniform(plein * (1 - jitter), plein)
# %% abandon
IDEMPOTENTES = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]


def send(
    session,
    limiter,
    method,
    url,
    max_attempts=5,
    base=0.5,
    factor=2,
    cap=30,
    jitter=0.1,
    **options,
):
    """Envoie une requête, recommence s'il le faut ; lève GaveUp après max_attempts tentatives."""
    idempotente = method.upper() in IDEMPOTENTES
    if "timeout" not in options:
        options["timeout"] = 10

    echecs = 0
    while True:
        reponse = None
        limiter.acquire()
        try:
            reponse = session.request(method, url, **options)
        except requests.exceptions.ConnectTimeout:
            if not idempotente:
                raise
        except requests.exceptions.ReadTimeout:
            if not idempotente:
                raise
        except requests.exceptions.ConnectionError:
            if not idempotente:
                raise

        if reponse is not None:
            code = reponse.status_code
            recommencer = False
            if code == 429:
                recommencer = True
            elif 500 <= code <= 599 and idempotente:
                recommencer = True
            if not recommencer:
                return reponse

        echecs = echecs + 1
        if echecs >= max_attempts:
            raise GaveUp(f"{method} {url} : abandon après {echecs} tentatives", response=reponse)

        delai = None
        if reponse is not None:
            delai = retry_after(reponse)
            reponse.close()
        if delai is None:
            delai = backoff_delay(echecs, base, factor, cap, jitter)
        time.sleep(delai)
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
        timeout=10,
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
# %% partage
class SharedLimiter(RateLimiter):
    """Un RateLimiter pour plusieurs threads, qui s'emploie aussi avec with et comme décorateur."""

    def __init__(self, rate, period=1.0):
        RateLimiter.__init__(self, rate, period)
        self.verrou = threading.Lock()

    def acquire(self):
        """Attend que la requête suivante puisse partir, quel que soit le thread."""
        self.verrou.acquire()
        try:
            RateLimiter.acquire(self)
        finally:
            self.verrou.release()

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, *error):
        return False

    def __call__(self, function):
        """Décore une fonction : chacun de ses appels prend d'abord son tour."""

        @functools.wraps(function)
        def fonction_limitee(*args, **kwargs):
            self.acquire()
            return function(*args, **kwargs)

        return fonction_limitee
