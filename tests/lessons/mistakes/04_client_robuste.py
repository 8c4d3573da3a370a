"""Typical mistakes in the answers to lesson 04, and what the checks say of them."""

HTTPS = '    session.mount("https://", HTTPAdapter(max_retries=retry))\n'
HTTP = '    session.mount("http://", HTTPAdapter(max_retries=retry))\n'
POST_TOO = 'retry_after_max=60,\n        allowed_methods=["GET", "PUT", "DELETE", "POST"],'
GET_ONLY = 'retry_after_max=60,\n        allowed_methods=["GET"],'

KEY = '    headers = {"Idempotency-Key": str(uuid.uuid4())}\n'
IN_THE_LOOP = "headers=headers"
NEW_EACH_TIME = 'headers={"Idempotency-Key": str(uuid.uuid4())}'
WHOLE_FAMILY = "except requests.RequestException:"
TWO_OF_THEM = "except (requests.ConnectionError, requests.Timeout):"
ANSWERED = "            response.raise_for_status()\n"
SERVER_ERRORS_TOO = "            if response.status_code >= 500:\n                continue\n" + ANSWERED
LAST = "            if attempt == attempts:\n                raise"

ONE_TRY = """
def place_order(order, base_url, attempts=3):
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    response = requests.post(f"{base_url}/orders", json=order, headers=headers, timeout=10)
    response.raise_for_status()
    return response.json()["id"]
"""
COUNTED = """
def redact(text):
    text = re.sub(r"(Bearer )\\\\S+", r"\\\\1***", text)
    return re.sub(r"((?:api_key|token|password)=)\\\\S+", r"\\\\1***", text)
""".replace("\\\\", "\\")
FIRST_ONLY = """
def redact(text):
    text = re.sub(r'''(Bearer )[^\\s"']+''', r"\\1***", text, count=1)
    return re.sub(r'''((?:api_key|token|password)=)[^&\\s"']+''', r"\\1***", text, count=1)
"""
PRINTED = r"""
def redact(text):
    print(re.sub("Bearer [^ ]+", "Bearer ***", text))
"""
WORDS_ONLY = r"""
def redact(text):
    text = re.sub(r"(Bearer )\w+", r"\1***", text)
    return re.sub(r"((?:api_key|token|password)=)\w+", r"\1***", text)
"""
PRINTED_LINKS = """
def paginate_links(url):
    response = requests.get(url, timeout=10)
    print(response.json())
"""
ONE_PAGE = """
def paginate_links(url):
    response = requests.get(url, timeout=10)
    response.raise_for_status()
    yield from response.json()
"""
EAGER_LINKS = """
def paginate_links(url):
    found = []
    while url:
        response = requests.get(url, timeout=10)
        response.raise_for_status()
        found += response.json()
        url = response.links.get("next", {}).get("url")
    return found
"""
NUMBERED = """
def paginate_links(url):
    page = 1
    while True:
        response = requests.get(url, params={"page": page}, timeout=10)
        response.raise_for_status()
        yield from response.json()
        page += 1
"""
NUMBERED_UNCHECKED = """
def paginate_links(url):
    page = 1
    while True:
        items = requests.get(url, params={"page": page}, timeout=10).json()
        if not items:
            return
        yield from items
        page += 1
"""
NEVER_STARTED = """
def paginate_cursor(path, params=None, base_url=""):
    cursor = None
    while cursor:
        page = requests.get(f"{base_url}{path}", params={"cursor": cursor}, timeout=10).json()
        yield from page["data"]
        cursor = page["next_cursor"]
"""
EMPTY_CURSOR = """
def paginate_cursor(path, params=None, base_url=""):
    cursor = ""
    while cursor is not None:
        response = requests.get(f"{base_url}{path}", params={**(params or {}), "cursor": cursor}, timeout=10)
        response.raise_for_status()
        yield from response.json()["data"]
        cursor = response.json()["next_cursor"]
"""
LAST_PAGE_LOST = """
def paginate_cursor(path, params=None, base_url=""):
    query = dict(params or {})
    page = requests.get(f"{base_url}{path}", params=query, timeout=10).json()
    while page["next_cursor"] is not None:
        yield from page["data"]
        query["cursor"] = page["next_cursor"]
        page = requests.get(f"{base_url}{path}", params=query, timeout=10).json()
"""
EAGER_CURSOR = """
def paginate_cursor(path, params=None, base_url=""):
    query, found = dict(params or {}), []
    while True:
        response = requests.get(f"{base_url}{path}", params=query, timeout=10)
        response.raise_for_status()
        page = response.json()
        found += page["data"]
        if page["next_cursor"] is None:
            return found
        query["cursor"] = page["next_cursor"]
"""
UNENCODED = """
def paginate_cursor(path, params=None, base_url=""):
    end = ""
    while True:
        response = requests.get(f"{base_url}{path}{end}", params=params, timeout=10)
        response.raise_for_status()
        page = response.json()
        yield from page["data"]
        if page["next_cursor"] is None:
            return
        end = f"?cursor={page['next_cursor']}"
"""

# What stops a check before it has compared anything: no request, or an exception instead of a value.
NOTHING_COMPARED = (
    "Aucune requête n'est arrivée",
    "Aucune requête n'est partie",
    "recommencez, avec la même clé",
    "renvoyez-le tel quel",
    "La dernière page n'a pas de « next »",
    "L'API a refusé (",
    "terminez par return session",
    "La valeur d'un en-tête est un texte",
    "return, et non print",
    "yield from, et non print",
    "n'est qu'un caractère invisible",
    "n'y changez rien",
    "est un dictionnaire",
    "La réponse est déjà la liste",
    "partez de params or {}",
    "il n'y en a pas encore",
    "Toujours la même page",
)

# Question, what is changed in its reference answer (None: all of it) into what, and a part of the sentence
# that names the mistake.
MISTAKES = [
    ("session", "        status_forcelist=[429, 502, 503, 504],\n", "", "donnez status_forcelist à Retry"),
    ("session", "502, 503", "500, 502, 503", "Un 500 ne passera pas tout seul"),
    ("session", "total=retries", "total=3", "fait 3 nouvelles tentatives"),
    ("session", "total=retries", "total=retries - 1", "n'en retirez pas 1"),
    ("session", "    return session", "", "terminez par return session"),
    ("session", HTTP, "", "Aucune nouvelle tentative n'est partie"),
    ("session", "total=retries", "total=3", "il en manque : total=retries"),
    ("session", "        backoff_factor=0.5,\n", "", "sans attendre : backoff_factor vaut 0"),
    ("session", "backoff_factor=0.5", "backoff_factor=1", "deux fois trop longues"),
    ("session", "        retry_after_max=60,\n", "", "le script a dormi une heure"),
    ("session", "retry_after_max=60", "respect_retry_after_header=False", "laissez faire Retry-After"),
    ("session", "retry_after_max=60,", POST_TOO, "une commande partirait en double"),
    ("session", "retry_after_max=60,", GET_ONLY, "Le PUT, idempotent, n'est pas recommencé"),
    ("session", "        raise_on_status=False,\n", "", "RetryError sort et la réponse est perdue"),
    ("session", HTTPS, "", "En https://, rien n'est recommencé"),
    ("session", HTTPS, HTTPS.replace("=retry", "=retries"), "En https://, rien n'est recommencé"),
    ("session", HTTPS, HTTPS.replace("=retry", "=Retry(3, status_forcelist=[503])"), "En https:// aussi"),
    ("session", HTTP, "", "puis montez l'adaptateur"),
    ("commande", "json=order", "data=order", "Le corps attendu est la commande, en JSON"),
    ("commande", ", headers=headers", "", "sans l'en-tête Idempotency-Key"),
    ("commande", '["id"]', "", "renvoyez son champ « id »"),
    ("commande", IN_THE_LOOP, NEW_EACH_TIME, "La clé a changé d'une tentative à l'autre"),
    ("commande", "str(uuid.uuid4())", "uuid.uuid4()", "La valeur d'un en-tête est un texte"),
    ("commande", "str(uuid.uuid4())", '"ma-cle"', "Deux appels ont envoyé la même clé"),
    ("commande", None, ONE_TRY, "la connexion est coupée"),
    ("commande", TWO_OF_THEM, "except requests.ConnectionError:", "le délai est dépassé"),
    ("commande", TWO_OF_THEM, WHOLE_FAMILY, "Un code d'erreur ne se recommence pas"),
    ("commande", ANSWERED, SERVER_ERRORS_TOO, "L'API a répondu 503 et rien ne le dit"),
    ("commande", ANSWERED, "", "appelez raise_for_status()"),
    ("commande", LAST, "            pass", "à la dernière, relancez l'exception"),
    ("commande", "range(1, attempts + 1)", "range(attempts)", "Toutes les tentatives ont échoué"),
    ("commande", "range(1, attempts + 1)", "range(attempts + 1)", "attempts=3, la fonction doit envoyer 3"),
    ("commande", ", timeout=10", "", "La requête est partie sans délai maximal"),
    ("commande", "timeout=10", "timeout=5", "Le délai demandé est de 10 s"),
    ("caviardage", "(Bearer )", "(Porteur )", "Le jeton est toujours là"),
    ("caviardage", None, COUNTED, "Vous avez emporté le guillemet"),
    ("caviardage", None, COUNTED, "la valeur s'arrête au « & »"),
    ("caviardage", None, FIRST_ONLY, "re.sub remplace toutes les occurrences"),
    ("caviardage", None, WORDS_ONLY, "Une partie du jeton reste"),
    ("caviardage", None, WORDS_ONLY, "Une partie de la valeur reste"),
    ("caviardage", "api_key|token|password", "api_key|token", "La valeur de « password » est toujours là"),
    ("caviardage", "((?:api", "([?&](?:api", "c'est le corps d'un POST"),
    ("caviardage", "[^\\s\"']", '[^\\s"]', "Vous avez emporté le guillemet"),
    ("caviardage", 'r"\\1***"', '"\\1***"', "n'est qu'un caractère invisible"),
    ("caviardage", None, PRINTED, "return, et non print"),
    ("liens", None, ONE_PAGE, "Seule la première page est lue"),
    ("liens", '"next", {}', '"last", {}', "Vous avez suivi « last »"),
    ("liens", "yield from", "yield", "Vous donnez les pages entières"),
    ("liens", '.get("next", {}).get("url")', '["next"]["url"]', "La dernière page n'a pas de « next »"),
    ("liens", None, EAGER_LINKS, "donnez-les avec yield, sans liste"),
    ("liens", None, ONE_PAGE, "La deuxième page n'a pas été demandée"),
    ("liens", None, ONE_PAGE, "suivez « next » jusqu'au bout"),
    ("liens", None, PRINTED_LINKS, "yield from, et non print"),
    ("liens", None, NUMBERED, "n'y changez rien"),
    ("liens", None, NUMBERED_UNCHECKED, "n'y changez rien"),
    ("liens", '.get("url")', "", "est un dictionnaire"),
    ("liens", "response.json()", 'response.json()["data"]', "La réponse est déjà la liste"),
    (
        "liens",
        "        yield from",
        "        if not response.json():\n            return\n        yield from",
        "à une page vide",
    ),
    ("liens", "        response.raise_for_status()\n", "", "la liste semble complète"),
    ("liens", ", timeout=10", "", "sans son délai de 10 s"),
    ("curseur", "is None", "is not None", "Seule la première page est lue"),
    ("curseur", 'page["next_cursor"] is None', 'not page["data"]', "Vous vous arrêtez à une page vide"),
    ("curseur", "yield from", "yield", "Vous donnez les pages entières"),
    (
        "curseur",
        'query["cursor"] = page["next_cursor"]',
        'query = {"cursor": page["next_cursor"]}',
        "Les filtres ne sont partis qu'à la première page",
    ),
    ("curseur", "dict(params or {})", "{}", "doivent partir à chaque page"),
    ("curseur", "dict(params or {})", "params if params is not None else {}", "travaillez sur une copie"),
    ("curseur", None, EAGER_CURSOR, "donnez-les avec yield, sans liste"),
    ("curseur", None, NEVER_STARTED, "votre boucle ne commence pas"),
    ("curseur", None, EMPTY_CURSOR, "La première requête porte déjà un curseur"),
    ("curseur", None, LAST_PAGE_LOST, "La dernière page est demandée"),
    ("curseur", 'query["cursor"]', 'query["next_cursor"]', "Toujours la même page"),
    ("curseur", "dict(params or {})", "{**params}", "partez de params or {}"),
    ("curseur", None, UNENCODED, "renvoyez-le tel quel"),
    ("curseur", "        response.raise_for_status()\n", "", "appelez raise_for_status()"),
    ("curseur", ", timeout=10", "", "sans son délai de 10 s"),
]
