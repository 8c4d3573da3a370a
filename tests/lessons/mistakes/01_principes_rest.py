"""Typical mistakes in the answers to lesson 01, and what the checks say of them."""

LISTED = """
def family(status):
    if status in (200, 201, 204):
        return "succès"
    if status in (301, 302, 304):
        return "redirection"
    if status in (400, 401, 403, 404, 429):
        return "erreur du client"
    if status in (500, 502, 503):
        return "erreur du serveur"
    return "autre"
"""
BORDERS = """
def family(status):
    if 200 <= status <= 300:
        return "succès"
    if status <= 400:
        return "redirection"
    if status <= 500:
        return "erreur du client"
    return "erreur du serveur"
"""
PRINTED = """
def family(status):
    print({2: "succès", 3: "redirection", 4: "erreur du client"}.get(status // 100))
"""

NOTHING_SAID = """
def is_safe_to_retry(method, status):
    if status == 429 or 500 <= status <= 599 and method in ("GET", "PUT", "DELETE"):
        return True
"""
CHAIN = """
def is_safe_to_retry(method, status):
    return status == 429 or status >= 500 and (method == "GET" or "PUT" or "DELETE")
"""

CSV_ONLY = """
def negotiate(url):
    response = requests.get(url, headers={"Accept": "text/csv"}, timeout=10)
    return response.headers["Content-Type"].split(";")[0], response.text
"""
NO_PREFERENCE = """
def negotiate(url):
    response = requests.get(url, headers={"Accept": "text/csv, application/json"}, timeout=10)
    return response.headers["Content-Type"].split(";")[0], response.text
"""
GUESSED = """
def negotiate(url):
    response = requests.get(url, headers={"Accept": "text/csv"}, timeout=10)
    if response.status_code == 406:
        return "application/json", requests.get(url, timeout=10).text
    return "text/csv", response.text
"""

ALWAYS_BOTH = """
def negotiate(url):
    first = requests.get(url, headers={"Accept": "text/csv"}, timeout=10)
    second = requests.get(url, headers={"Accept": "application/json"}, timeout=10)
    response = second if first.status_code == 406 else first
    return response.headers["Content-Type"].split(";")[0], response.text
"""
DOWNLOADED_AGAIN = """
def fetch_if_changed(url, etag=None):
    response = requests.get(url, headers={"If-None-Match": etag}, timeout=10)
    if response.status_code == 304:
        return None, etag
    again = requests.get(url, timeout=10)
    return again.text, again.headers["ETag"]
"""

# What stops a check before it has compared anything: no request came.
NOTHING_COMPARED = ("Aucune requête n'est arrivée",)

# Question, what is changed in its reference answer (None: all of it) into what, and a part of the sentence
# that names the mistake.
MISTAKES = [
    ("famille", None, LISTED, "c'est le premier chiffre qui donne la famille"),
    ("famille", None, BORDERS, "vérifiez vos bornes"),
    ("famille", None, PRINTED, "ne renvoie rien pour 200"),
    ("famille", "// 100", "/ 100", "201 : c'est le premier chiffre qui donne la famille"),
    ("famille", '"erreur du serveur"', '"erreur serveur"', "recopiez-le, avec ses accents"),
    ("famille", '"succès"', '"Succès"', "sans majuscule"),
    ("famille", '.get(status // 100, "autre")', "[status // 100]", "100 n'a pas de clé"),
    ("relancer", '("GET", "PUT", "DELETE")', '("GET", "PUT", "DELETE", "PATCH")', "PATCH n'est pas garantie"),
    ("relancer", '("GET", "PUT", "DELETE")', '("GET", "PUT")', "DELETE est idempotente"),
    ("relancer", ' and method in ("GET", "PUT", "DELETE")', "", "relancer un POST risque le doublon"),
    ("relancer", "500 <= status <= 599", "status in (500, 502, 503)", "504 en est un aussi"),
    ("relancer", "500 <= status <= 599", "status >= 400", "GET 400 : la même requête aura la même réponse"),
    ("relancer", "500 <= status <= 599", "True", "il n'y a rien à relancer"),
    ("relancer", "status == 429", 'status == 429 and method == "GET"', "même un PUT peut être relancé"),
    ("relancer", "status == 429", 'status == 429 and method != "POST"', "même un POST peut être relancé"),
    ("relancer", None, NOTHING_SAID, "il manque return True ou return False"),
    ("relancer", "return True", 'return "oui"', "Renvoyez True ou False"),
    ("relancer", None, CHAIN, "écrivez method in, puis leurs noms"),
    ("negociation", '"text/csv"', '"*/*"', "dites que vous le préférez"),
    ("negociation", "headers=", "params=", "dites que vous le préférez"),
    ("negociation", '"Accept"', '"Content-Type"', "dites que vous le préférez"),
    ("negociation", None, NO_PREFERENCE, "dites que vous le préférez"),
    ("negociation", None, CSV_ONLY, "redemandez en application/json"),
    ("negociation", None, GUESSED, "le type se lit dans Content-Type, pas dans Accept"),
    ("negociation", '.split(";")[0]', "", "avec ses paramètres"),
    ("negociation", '.split(";")[0]', '.replace("; charset=utf-8", "")', "avec ses paramètres"),
    ("negociation", "== 406", "!= 200", "Un 503 n'est pas un 406"),
    ("negociation", None, ALWAYS_BOTH, "la seconde requête est de trop"),
    ("negociation", "response.text", "response.content", "Le corps est attendu en texte"),
    ("negociation", "return media_type, response.text", "return response.text, media_type", "l'autre ordre"),
    ("negociation", "return media_type, response.text", "return response.text", "doit renvoyer deux valeurs"),
    ("cache", '"If-None-Match"', '"If-Match"', "If-Match est l'inverse"),
    ("cache", '"If-None-Match"', '"ETag"', "elle va dans l'en-tête If-None-Match"),
    ("cache", ": etag}", ': f"{etag}"}', "le texte « None »"),
    ("cache", ": etag}", ": etag and etag.strip('\"')}", "sans ses guillemets"),
    ("cache", "response.status_code == 304", "False", "n'a pas de corps"),
    ("cache", "return None, etag", "return None, None", "Vous avez perdu l'empreinte"),
    ("cache", "return None, etag", "return None", "même après un 304"),
    ("cache", 'response.headers["ETag"]', "etag", "Vous renvoyez l'ancienne empreinte"),
    ("cache", 'return response.text, response.headers["ETag"]', "return response.text", "deux valeurs"),
    ("cache", "response.text", "response.content", "Le corps est attendu en texte"),
    ("cache", "response.text", "response.json()", "Le corps est attendu en texte"),
    (
        "cache",
        'response.headers["ETag"]',
        'response.headers["ETag"].strip(\'"\')',
        "font partie de l'empreinte",
    ),
    ("cache", None, DOWNLOADED_AGAIN, "Une requête suffit"),
]
