"""Typical mistakes in the answers to lesson 03, and what the checks say of them."""

SESSION_EACH_TIME = """
def fetch_all(paths, base_url, timeout=10):
    bodies = []
    for path in paths:
        with requests.Session() as session:
            response = session.get(f"{base_url}{path}", timeout=timeout)
            response.raise_for_status()
            bodies.append(response.json())
    return bodies
"""
SESSION_TIMEOUT = """
def fetch_all(paths, base_url, timeout=10):
    with requests.Session() as session:
        session.timeout = timeout
        return [session.get(f"{base_url}{path}").json() for path in paths]
"""
RETURN_IN_LOOP = """
def fetch_all(paths, base_url, timeout=10):
    with requests.Session() as session:
        for path in paths:
            response = session.get(f"{base_url}{path}", timeout=timeout)
            response.raise_for_status()
            return response.json()
"""
LIST_RETURNED_IN_LOOP = """
def fetch_all(paths, base_url, timeout=10):
    bodies = []
    with requests.Session() as session:
        for path in paths:
            response = session.get(f"{base_url}{path}", timeout=timeout)
            response.raise_for_status()
            bodies.append(response.json())
            return bodies
"""
ONLY_LAST_KEPT = """
def fetch_all(paths, base_url, timeout=10):
    with requests.Session() as session:
        for path in paths:
            response = session.get(f"{base_url}{path}", timeout=timeout)
            response.raise_for_status()
            bodies = [response.json()]
    return bodies
"""
ONLY_LAST_CHECKED = """
def fetch_all(paths, base_url, timeout=10):
    bodies = []
    with requests.Session() as session:
        for path in paths:
            response = session.get(f"{base_url}{path}", timeout=timeout)
            bodies.append(response.json())
    response.raise_for_status()
    return bodies
"""
REFUSAL_SWALLOWED = """
def fetch_all(paths, base_url, timeout=10):
    bodies = []
    try:
        with requests.Session() as session:
            for path in paths:
                response = session.get(f"{base_url}{path}", timeout=timeout)
                response.raise_for_status()
                bodies.append(response.json())
    except requests.HTTPError as error:
        print(error)
    return bodies
"""
HEADERS_RETURNED = """
def open_session(token):
    return {"Authorization": f"Bearer {token}", "Accept": "application/json", "User-Agent": "inventaire/1.0"}
"""
HEADERS_REPLACED = """
def open_session(token):
    session = requests.Session()
    session.headers = {
        "Authorization": f"Bearer {token}",
        "Accept": "application/json",
        "User-Agent": "inventaire/1.0",
    }
    return session
"""
ONE_FOR_ALL = """
one_session = requests.Session()

def open_session(token):
    one_session.headers.update({"Authorization": f"Bearer {token}", "Accept": "application/json"})
    one_session.headers.update({"User-Agent": "inventaire/1.0"})
    return one_session
"""
PLAIN_ENVIRON = """
def read_secret(name):
    return os.environ[name]
"""
PLAIN_GET = """
def read_secret(name):
    return os.environ.get(name)
"""
SAME_HOST = "urlsplit(request.url).hostname == self.host"
NEW_REQUEST = """
        if self.token is None:
            self.get_token()
        response = self.send(path)
        if response.status_code == 401:
            self.get_token()
            response = self.send(path)
        response.raise_for_status()
        return response.json()"""
LOOP = """
        if self.token is None:
            self.get_token()
        response = self.send(path)
        while response.status_code == 401:
            self.get_token()
            response = self.send(path)
        response.raise_for_status()
        return response.json()"""
RECURSION = """
        if self.token is None:
            self.get_token()
        response = self.send(path)
        if response.status_code == 401:
            self.get_token()
            return self.get(path)
        response.raise_for_status()
        return response.json()"""
FORGOTTEN_SEND = """
        if self.token is None:
            self.get_token()
        response = self.send(path)
        if response.status_code == 401:
            self.get_token()
        response.raise_for_status()
        return response.json()"""
NEVER_RENEWED = """
        if self.token is None:
            self.get_token()
        response = self.send(path)
        response.raise_for_status()
        return response.json()"""
CHECKED_TOO_SOON = """
        if self.token is None:
            self.get_token()
        response = self.send(path)
        response.raise_for_status()
        if response.status_code == 401:
            self.get_token()
            response = self.send(path)
        return response.json()"""
ONCE_FOR_ALL = """
        if self.token is None:
            self.get_token()
        response = self.send(path)
        if response.status_code == 401 and not hasattr(self, "renewed"):
            self.renewed = True
            self.get_token()
            response = self.send(path)
        response.raise_for_status()
        return response.json()"""
TWO_TRIES_TWO_TOKENS = """
        if self.token is None:
            self.get_token()
        for attempt in range(2):
            response = self.send(path)
            if response.status_code != 401:
                break
            self.get_token()
        response.raise_for_status()
        return response.json()"""

# What stops a check before it has compared anything: no request, or an exception instead of a value.
NOTHING_COMPARED = (
    "Aucune requête n'est arrivée à base_url",
    "terminez __call__ par return request",
    "doit renvoyer la session",
)

# Question, what is changed in its reference answer (None: all of it) into what, and a part of the sentence
# that names the mistake.
MISTAKES = [
    ("une-connexion", "session.get", "requests.get", "Chaque requête a ouvert sa connexion"),
    ("une-connexion", None, SESSION_EACH_TIME, "une seule session créée avant la boucle"),
    ("une-connexion", None, SESSION_TIMEOUT, "une session n'en a pas"),
    ("une-connexion", "timeout=timeout", "timeout=10", "n'attendent pas le délai demandé"),
    ("une-connexion", "            response.raise_for_status()\n", "", "appelez response.raise_for_status()"),
    ("une-connexion", "response.json()", "response.text", "Ce n'est pas la liste des corps"),
    ("une-connexion", None, RETURN_IN_LOOP, "Seul le premier chemin est demandé"),
    ("une-connexion", None, LIST_RETURNED_IN_LOOP, "Seul le premier chemin est demandé"),
    ("une-connexion", None, ONLY_LAST_KEPT, "rassemblez-les dans une liste"),
    ("une-connexion", None, ONLY_LAST_CHECKED, "raise_for_status() pour chaque réponse"),
    ("une-connexion", None, REFUSAL_SWALLOWED, "laissez sortir l'exception"),
    ("une-connexion", "{base_url}", "https://api.example.com", "Votre code a demandé https://api.example"),
    ("une-connexion", "return bodies", "return sorted(bodies, key=str)", "dans l'ordre des chemins"),
    ("session-prete", "Bearer {token}", "{token}", "Il manque le mot « Bearer »"),
    ("session-prete", "Bearer {token}", "Bearer{token}", "Il manque une espace"),
    ("session-prete", 'f"Bearer', '"Bearer', "il manque le f devant les guillemets"),
    ("session-prete", '"Authorization": f"Bearer {token}",', "", "n'ont pas d'en-tête Authorization"),
    ("session-prete", '"Accept": "application/json",', "", "L'en-tête Accept n'annonce pas"),
    ("session-prete", "inventaire/1.0", "inventaire", "L'en-tête User-Agent n'est pas"),
    ("session-prete", None, HEADERS_REPLACED, "Vous avez remplacé tous les en-têtes"),
    ("session-prete", None, HEADERS_RETURNED, "Votre fonction doit renvoyer la session"),
    ("session-prete", None, ONE_FOR_ALL, "créez-la dans la fonction"),
    ("session-prete", "    return session", "", "Votre fonction doit renvoyer la session"),
    ("cle-un-serveur", "        return request", "", "terminez __call__ par return request"),
    ("cle-un-serveur", "X-API-Key", "Authorization", "cette API l'attend dans X-API-Key"),
    (
        "cle-un-serveur",
        'request.headers["X-API-Key"] = self.key',
        "request.prepare_url(request.url, {'api_key': self.key})",
        "La clé est partie dans l'URL",
    ),
    (
        "cle-un-serveur",
        SAME_HOST,
        "True",
        "un serveur qui n'est pas le sien",
    ),
    (
        "cle-un-serveur",
        SAME_HOST,
        "self.host in request.url",
        "ne cherchez pas dans toute l'URL",
    ),
    ("cle-un-serveur", "== self.host", ".endswith(self.host)", "comparez avec =="),
    ("cle-un-serveur", "== self.host", ".startswith(self.host)", "comparez avec =="),
    (
        "cle-un-serveur",
        SAME_HOST,
        "request.url.split('/')[2].split(':')[0] == self.host",
        "ne cherchez pas dans toute l'URL",
    ),
    (
        "cle-un-serveur",
        'request.headers["X-API-Key"] = self.key',
        'request.headers = {"X-API-Key": self.key}',
        "Vous avez remplacé les en-têtes de la requête",
    ),
    ("cle-un-serveur", ".hostname ==", ".netloc ==", "netloc contient aussi le port"),
    ("lire-un-secret", None, PLAIN_ENVIRON, "KeyError sort telle quelle"),
    ("lire-un-secret", None, PLAIN_GET, "La variable est absente et rien ne le dit"),
    ("lire-un-secret", 'get(name, "")', "get(name)", "a donné None, qui n'a pas de .strip()"),
    ("lire-un-secret", ".strip()", "", "Retirez-la avec .strip()"),
    ("lire-un-secret", "if not value:", "if name not in os.environ:", "La variable est vide"),
    (
        "lire-un-secret",
        "environ.get(name",
        "environ.get('INVENTAIRE_TOKEN'",
        "la valeur de la variable GRAPHITE_KEY",
    ),
    ("lire-un-secret", "return value", "return name", "la valeur de la variable INVENTAIRE_TOKEN"),
    ("lire-un-secret", "raise MissingSecret", "return MissingSecret", "écrivez raise, et non return"),
    ("lire-un-secret", "{name}", "INVENTAIRE_TOKEN", "ne nomme pas la variable GRAPHITE_KEY"),
    ("renouveler-une-fois", NEW_REQUEST, LOOP, "c'est une boucle sans fin"),
    ("renouveler-une-fois", NEW_REQUEST, RECURSION, "c'est une boucle sans fin"),
    ("renouveler-une-fois", NEW_REQUEST, FORGOTTEN_SEND, "vous ne refaites pas la requête"),
    ("renouveler-une-fois", NEW_REQUEST, NEVER_RENEWED, "vous ne l'avez pas renouvelé"),
    ("renouveler-une-fois", NEW_REQUEST, CHECKED_TOO_SOON, "avant d'appeler raise_for_status()"),
    ("renouveler-une-fois", NEW_REQUEST, ONCE_FOR_ALL, "vaut pour chaque appel"),
    ("renouveler-une-fois", NEW_REQUEST, TWO_TRIES_TWO_TOKENS, "Après le second refus, n'en demandez plus"),
    (
        "renouveler-une-fois",
        "            self.get_token()",
        "            self.token = self.get_token()",
        "ne renvoie rien",
    ),
    (
        "renouveler-une-fois",
        "self.send(path)",
        "self.send(self.base_url + path)",
        "ajoute lui-même self.base_url",
    ),
    ("renouveler-une-fois", "if self.token is None:", "if False:", "partie sans jeton"),
    ("renouveler-une-fois", "if self.token is None:", "if True:", "un jeton à chaque appel"),
    (
        "renouveler-une-fois",
        "response.status_code == 401",
        "not response.ok",
        "Ne le renouvelez que sur un 401",
    ),
    (
        "renouveler-une-fois",
        "        response.raise_for_status()\n        return response.json()",
        "        return response.json()",
        "appelez raise_for_status() sur la dernière",
    ),
    (
        "renouveler-une-fois",
        "return response.json()",
        "return response.text",
        "Renvoyez le corps de la réponse",
    ),
]
