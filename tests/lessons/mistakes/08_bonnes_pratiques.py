"""Typical mistakes in the answers to lesson 08, and what the checks say of them."""

GUARD = "        if number is not None:\n            return number\n"
TRUTHY = "        if number:\n            return number\n"
LAST = "            if attempt == attempts - 1:\n                raise\n            time.sleep(2**attempt)"
AFTER_ALL = (
    "            time.sleep(2**attempt)\n            if attempt == attempts - 1:\n                raise"
)
TWO_OF_THEM = "(requests.ConnectionError, requests.Timeout)"
ELAPSED = "response.elapsed.total_seconds() * 1000"
WITH = "    with requests.Session() as session:"
SEARCHED = "    for attempt in range(attempts):\n        number = find_ticket(session, api, title)\n"
SEARCHED_ONCE = "    number = find_ticket(session, api, title)\n    for attempt in range(attempts):\n"

ONLY_200 = "if response.status_code != 200:\n        raise requests.HTTPError(response.status_code)"

FIRST_MISSING = """
def load_settings(environ):
    settings = {}
    for name in ("REPORT_API", "REPORT_KEY"):
        value = environ.get(name, "").strip()
        if not value:
            raise SettingsError(f"{name} manque")
        settings[name] = value
    return settings
"""
INDEXED = """
def load_settings(environ):
    return {name: environ[name].strip() for name in ("REPORT_API", "REPORT_KEY")}
"""
ALL_OF_IT = """
def load_settings(environ):
    if not environ.get("REPORT_API") or not environ.get("REPORT_KEY"):
        raise SettingsError("REPORT_API, REPORT_KEY")
    return environ
"""
FROM_THE_SYSTEM = """
import os
def load_settings(environ):
    return {name: os.environ[name].strip() for name in ("REPORT_API", "REPORT_KEY")}
"""
WRITTEN_BACK = """
def load_settings(environ):
    for name in ("REPORT_API", "REPORT_KEY"):
        environ[name] = environ.get(name, "").strip()
    missing = [name for name in ("REPORT_API", "REPORT_KEY") if not environ[name]]
    if missing:
        raise SettingsError(", ".join(missing))
    return {name: environ[name] for name in ("REPORT_API", "REPORT_KEY")}
"""
CAUGHT_ALL = """
def fetch(session, url, params=None):
    try:
        response = session.get(url, params=params, timeout=(3, 10))
        response.raise_for_status()
        return response
    except requests.RequestException:
        return None
"""
CLOSED_AT_THE_END = """
def read_events(api, key):
    events, url = [], f"{api}/events"
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {key}"
    while url:
        response = session.get(url, timeout=(3, 10))
        response.raise_for_status()
        events += response.json()
        url = response.links.get("next", {}).get("url")
    session.close()
    return events
"""
NUMBERED = """
def read_events(api, key):
    events, page = [], 1
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {key}"
        while True:
            response = session.get(f"{api}/events", params={"page": page}, timeout=(3, 10))
            response.raise_for_status()
            if not response.json():
                return events
            events += response.json()
            page += 1
"""
FIRST_PAGE = """
def read_events(api, key):
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {key}"
        response = session.get(f"{api}/events", timeout=(3, 10))
        response.raise_for_status()
        return response.json()
"""
KEY_ONCE = """
def read_events(api, key):
    events, url, headers = [], f"{api}/events", {"Authorization": f"Bearer {key}"}
    with requests.Session() as session:
        while url:
            response = session.get(url, headers=headers, timeout=(3, 10))
            response.raise_for_status()
            events += response.json()
            url, headers = response.links.get("next", {}).get("url"), None
    return events
"""
PRINTED = """
def log_response(response, *args, **kwargs):
    print(response.request.method, response.request.url, response.status_code)
"""
BARE = """
def exit_code(task):
    try:
        task()
        return 0
    except:
        return 1
"""

# What stops a check before it has compared anything: no request, or an exception instead of a value.
NOTHING_COMPARED = (
    "Aucune requête n'est arrivée",
    "La dernière page n'a pas de lien « next »",
    "Le lien « next » est déjà une URL entière",
)

# Question, what is changed in its reference answer (None: all of it) into what, and a part of the sentence
# that names the mistake.
MISTAKES = [
    ("reglages", ".strip()", "", "une fin de ligne est restée"),
    ("reglages", 'environ.get(name, "").strip()', "environ.get(name).strip()", "environ.get a donné None"),
    ("reglages", None, INDEXED, "KeyError sort telle quelle"),
    ("reglages", "if not value", "if value is None", "REPORT_KEY est absente, et rien ne le dit"),
    ("reglages", None, FIRST_MISSING, "le message n'en nomme qu'une"),
    ("reglages", None, ALL_OF_IT, "renvoie tout l'environnement"),
    ("reglages", None, ALL_OF_IT, "nomme une variable qui ne manque pas"),
    ("reglages", None, FROM_THE_SYSTEM, "ne lisez pas os.environ"),
    ("reglages", '", ".join(missing)', "str(environ)", "Le message cite la clé"),
    ("reglages", ' + ", ".join(missing)', "", "Le message ne nomme pas la variable"),
    ("reglages", None, FROM_THE_SYSTEM, "n'en refusez aucun"),
    ("reglages", ".strip()", "", "REPORT_KEY est vide, aux espaces près"),
    ("reglages", None, WRITTEN_BACK, "Votre fonction écrit dans environ"),
    ("porte", "return response", "return response.json()", "Votre fonction renvoie le corps"),
    ("porte", ", params=params", "", "Les paramètres ne sont pas partis"),
    ("porte", "session.get", "requests.get", "appelez session.get, et non requests.get"),
    ("porte", ", timeout=(3, 10)", "", "La requête est partie sans délai maximal"),
    ("porte", "(3, 10)", "10", "donnez un couple"),
    ("porte", "(3, 10)", "(10, 3)", "Le premier délai est celui de la connexion"),
    ("porte", "    response.raise_for_status()\n", "", "L'API a répondu 401 et rien ne le dit"),
    ("porte", None, CAUGHT_ALL, "n'écrivez pas de try"),
    ("porte", None, CAUGHT_ALL, "votre fonction renvoie None : laissez sortir HTTPError"),
    ("porte", "response.raise_for_status()", ONLY_200, "203 est un succès"),
    (
        "porte",
        "    response = session",
        "    with session:\n        response = session",
        "La session a été fermée",
    ),
    ("evenements", None, FIRST_PAGE, "Seule la première page est lue"),
    ("evenements", None, FIRST_PAGE, "Chaque page se demande une fois"),
    ("evenements", None, NUMBERED, "La même page revient toujours"),
    ("evenements", "url = response.", "url = response.links and api + response.", "déjà une URL entière"),
    ("evenements", "events += response.json()", "events.append(response.json())", "et non leurs éléments"),
    ("evenements", "session.get", "requests.get", "Chaque page a ouvert sa connexion"),
    ("evenements", "session.get", "requests.get", "Les requêtes n'ont pas d'en-tête Authorization"),
    ("evenements", "Bearer {key}", "{key}", "Il manque le mot « Bearer »"),
    ("evenements", None, KEY_ONCE, "La clé ne part qu'avec la première page"),
    ("evenements", ", timeout=(3, 10)", "", "Une session n'a pas de délai"),
    ("evenements", WITH, "    session = requests.Session()\n    if True:", "n'a pas été fermée à la fin"),
    ("evenements", None, CLOSED_AT_THE_END, "n'a pas été fermée après une erreur"),
    (
        "evenements",
        "            response.raise_for_status()\n",
        "",
        "appelez raise_for_status() à chaque page",
    ),
    ("evenements", '.get("next", {}).get("url")', '["next"]["url"]', "n'a pas de lien « next »"),
    ("ticket", GUARD, "", "vous en avez créé un autre"),
    ("ticket", GUARD, TRUTHY, "testez « is not None »"),
    ("ticket", SEARCHED, SEARCHED_ONCE, "relisez la liste à chaque tentative"),
    ("ticket", '["id"]', "", "renvoyez son champ « id »"),
    ("ticket", "json={", "data={", "Le corps attendu est le JSON"),
    ("ticket", "json={", "data={", "Le ticket créé n'a pas le titre demandé"),
    ("ticket", "range(attempts)", "range(3)", "Appelée avec attempts=4"),
    ("ticket", "2**attempt", "attempt", "et non attempt"),
    ("ticket", ", timeout=(3, 10)", "", "Le POST est parti sans délai maximal"),
    ("ticket", TWO_OF_THEM, "requests.ConnectionError", "le délai est dépassé, et votre fonction s'arrête"),
    ("ticket", TWO_OF_THEM, "requests.RequestException", "Un refus ne se recommence pas"),
    ("ticket", TWO_OF_THEM, "ZeroDivisionError", "la connexion se coupe, et votre fonction s'arrête"),
    ("ticket", LAST, AFTER_ALL, "Inutile d'attendre après la dernière"),
    ("ticket", LAST, "            pass", "Toutes les tentatives ont échoué, et rien ne le dit"),
    ("ticket", "time.sleep(2**attempt)", "pass", "se suivent sans attendre"),
    ("ticket", "2**attempt", "1", "Les attentes ne doublent pas"),
    ("ticket", "2**attempt", "2 ** (attempt + 1)", "où attempt part de 0"),
    ("ticket", "            response.raise_for_status()\n", "", "L'API a répondu 422 et rien ne le dit"),
    ("journal", None, PRINTED, "Rien n'a été écrit dans le journal"),
    ("journal", ELAPSED, "response.elapsed.microseconds / 1000", ".microseconds ne donne que le reste"),
    ("journal", ELAPSED, "response.elapsed.total_seconds() // 1", "multipliez par 1000"),
    ("journal", ":.0f}", "}", "La durée est un nombre entier"),
    ("journal", "{request.method}", "GET", "La méthode est celle de la requête"),
    ("journal", "urlsplit(request.url).path", "request.url", "L'URL est entière"),
    ("journal", "urlsplit(request.url).path", "request.path_url", "La clé est dans le journal"),
    (
        "journal",
        "logging.INFO if response.ok else logging.WARNING",
        "logging.INFO",
        "Un 400 s'écrit au niveau",
    ),
    (
        "journal",
        "response.ok",
        "response.status_code == 200",
        "Un 204 s'écrit au niveau INFO",
    ),
    (
        "journal",
        '    logging.getLogger("rapport").log(level, line)',
        "    return line",
        "n'écrivez pas de return",
    ),
    ("sortie", "    return 0", "    pass", "ne renvoie rien quand tout va bien"),
    ("sortie", "requests.RequestException", "requests.ConnectionError", "L'exception ReadTimeout sort"),
    ("sortie", "        task()", "        return task()", "Vous renvoyez ce que renvoie task()"),
    ("sortie", "task()\n", "task\n", "task() est-elle appelée"),
    ("sortie", "type(error).__name__", '"RequestException"', "Ce n'est pas le nom de la classe"),
    ("sortie", "type(error).__name__", "error", "cite l'URL et sa clé"),
    ("sortie", "print(type(error).__name__, file=sys.stderr)", "pass", "n'est pas sur la sortie d'erreur"),
    ("sortie", "print(error, file=sys.stderr)", "print(error)", "print(error, file=sys.stderr)"),
    ("sortie", "requests.RequestException", "Exception", "Un bogue (KeyError) a été caché"),
    ("sortie", "except SettingsError", "except KeyError", "L'exception SettingsError sort"),
    ("sortie", None, BARE, "Quand un réglage manque, le code est 2"),
    ("sortie", None, BARE, "Un bogue (KeyError) a été caché"),
]
