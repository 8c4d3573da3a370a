"""Typical mistakes in the answers to lesson 05a, and what the checks say of them."""

NEXT = 'response.links.get("next", {}).get("url")'
GUARD = """    if token is not None:
        headers["Authorization"]"""
FIRST_LINK = 'response.headers["Link"].split(";")[0].strip("<>") if "Link" in response.headers else None'
APPENDED = '+= [[label["name"] for label in response.json()]]'
LIMITED = '    limited = "Retry-After" in headers or headers.get("X-RateLimit-Remaining") == "0"\n'
MIXED = (
    """if status in (403, 429) and "Retry-After" in headers or headers.get("X-RateLimit-Remaining") == "0\""""
)
RETRY = """    if "Retry-After" in headers:
        return int(headers["Retry-After"])
"""
NOT_MODIFIED = """    if response.status_code == 304:
        return None, etag
"""

UNTIL_EMPTY = """
def list_labels(owner, repo, base_url, timeout=10):
    names, page = [], 1
    while True:
        response = requests.get(
            f"{base_url}/repos/{owner}/{repo}/labels", params={"per_page": 100, "page": page}, timeout=timeout
        )
        response.raise_for_status()
        if not response.json():
            return names
        names += [label["name"] for label in response.json()]
        page += 1
"""
ONE_TOO_MANY = """
def list_labels(owner, repo, base_url, timeout=10):
    names = []
    url = f"{base_url}/repos/{owner}/{repo}/labels?per_page=100"
    while url:
        response = requests.get(url, timeout=timeout)
        response.raise_for_status()
        names += [label["name"] for label in response.json()]
        url = response.links.get("next", {}).get("url")
    requests.get(f"{base_url}/repos/{owner}/{repo}/labels?per_page=100&page=99", timeout=timeout)
    return names
"""
NO_MORE_THAN_TWO = """
def list_labels(owner, repo, base_url, timeout=10):
    response = requests.get(
        f"{base_url}/repos/{owner}/{repo}/labels", params={"per_page": 100}, timeout=timeout
    )
    response.raise_for_status()
    names = [label["name"] for label in response.json()]
    if "next" in response.links:
        response = requests.get(response.links["next"]["url"], timeout=timeout)
        response.raise_for_status()
        names += [label["name"] for label in response.json()]
    return names
"""
COMPARED = """
def fetch_if_changed(url, etag=None, timeout=10):
    response = requests.get(url, timeout=timeout)
    response.raise_for_status()
    return response.json(), response.headers["ETag"]
"""

# What stops a check before it has compared anything: no request, or an exception instead of a value.
NOTHING_COMPARED = (
    "n'est pas une liste d'étiquettes",
    "n'a pas de « next »",
    "redemande sans fin",
    "Avec yield",
    "n'appelez pas raise_for_status()",
    "status_code est un nombre",
    "n'est pas dans toutes les réponses",
    "convertissez-le avec int() une fois",
    "ne se lit que pour un 422",
    "n'a pas de corps",
    "Ce 304 ne répète pas",
    "Aucune requête n'est arrivée",
    "l'énoncé demande",
)

# Question, what is changed in its reference answer (None: all of it) into what, and a part of the sentence
# that names the mistake.
MISTAKES = [
    ("en-tetes", "Bearer {token}", "token {token}", "« token » est l'ancienne écriture"),
    ("en-tetes", "Bearer {token}", "{token}", "Il manque le mot « Bearer »"),
    ("en-tetes", GUARD, '    if True:\n        headers["Authorization"]', "vous envoyez le mot « None »"),
    ("en-tetes", "token is not None", "token is None", "alors qu'un jeton est donné"),
    (
        "en-tetes",
        "return headers",
        'return {"Authorization": None, **headers}',
        "L'en-tête est là, mais vide",
    ),
    ("en-tetes", "github+json", "github.v3+json", "C'est l'ancien type de GitHub"),
    ("en-tetes", "vnd.github+json", "json", "GitHub demande le sien"),
    ("en-tetes", '        "User-Agent": "inventaire/1.0",\n', "", "Il n'y a pas d'en-tête User-Agent"),
    ("en-tetes", "2022-11-28", "v3", "L'en-tête X-GitHub-Api-Version n'a pas la valeur"),
    ("en-tetes", "return headers", "print(headers)", "ne renvoie rien"),
    ("etiquettes", NEXT, "None", "Vous n'avez lu que la première page"),
    ("etiquettes", None, NO_MORE_THAN_TWO, "Il manque la dernière page"),
    ("etiquettes", "        params = None\n", "", "Les paramètres sont partis une seconde fois"),
    ("etiquettes", NEXT, 'response.links["next"]["url"]', "La dernière page n'a pas de « next »"),
    ("etiquettes", None, UNTIL_EMPTY, "Une requête de trop"),
    ("etiquettes", NEXT, "url", "redemande sans fin les mêmes pages"),
    ("etiquettes", NEXT, FIRST_LINK, "redemande sans fin les mêmes pages"),
    ("etiquettes", "return names", "return sorted(names)", "Vous avez trié les noms"),
    ("etiquettes", "{owner}/{repo}", "myorg/infra", "l'énoncé demande /repos/equipe/wiki/labels"),
    ("etiquettes", "names += [", "yield from [", "Avec yield"),
    ("etiquettes", '+= [label["name"] for label in response.json()]', APPENDED, "Une liste dans une liste"),
    ("etiquettes", None, UNTIL_EMPTY, "composée par vous"),
    ("etiquettes", None, ONE_TOO_MANY, "Une requête de trop"),
    ("etiquettes", 'label["name"]', "label", "gardez leur champ « name »"),
    ("etiquettes", ", timeout=timeout", "", "sans le délai demandé"),
    (
        "etiquettes",
        'params = {"per_page": 100}',
        "params = None",
        "Sans per_page, GitHub n'en donne que trente",
    ),
    ("etiquettes", "100", "1000", "Demandez per_page=100"),
    ("etiquettes", "        response.raise_for_status()\n", "", "n'est pas une liste d'étiquettes"),
    ("attente", " - now", "", "C'est une date"),
    (
        "attente",
        'int(headers["X-RateLimit-Reset"]) - now',
        'now - int(headers["X-RateLimit-Reset"])',
        "La soustraction est à l'envers",
    ),
    (
        "attente",
        'int(headers["X-RateLimit-Reset"]) - now',
        'int(headers["X-RateLimit-Reset"]) - datetime.now(UTC).timestamp()',
        "ne dépend pas de now",
    ),
    ("attente", '== "0"', "== 0", "l'en-tête est le texte"),
    ("attente", RETRY, "", "Retry-After, que votre fonction n'a pas suivi"),
    (
        "attente",
        'int(headers["Retry-After"])',
        'headers["Retry-After"]',
        "Vous renvoyez le texte de l'en-tête",
    ),
    (
        "attente",
        'headers.get("X-RateLimit-Remaining") == "0"',
        '"X-RateLimit-Reset" in headers',
        "Il reste des",
    ),
    ("attente", "    return 0", "    return None", "Votre fonction renvoie None"),
    (
        "attente",
        'headers.get("X-RateLimit-Remaining")',
        'headers["X-RateLimit-Remaining"]',
        "n'est pas dans toutes",
    ),
    (
        "attente",
        'int(headers["X-RateLimit-Reset"])',
        'headers["X-RateLimit-Reset"]',
        "convertissez-le avec int()",
    ),
    (
        "attente",
        'max(int(headers["X-RateLimit-Reset"]) - now, 0)',
        'int(headers["X-RateLimit-Reset"]) - now',
        "Bornez",
    ),
    (
        "attente",
        'max(int(headers["X-RateLimit-Reset"]) - now, 0)',
        'abs(int(headers["X-RateLimit-Reset"]) - now)',
        "La date est passée depuis 5 secondes",
    ),
    ("refus", "status < 400", "status == 200", "201 n'est pas une erreur"),
    ("refus", "status < 400", "status < 300", "304 n'est pas une erreur"),
    ("refus", "limited:", "False:", "Ce 403 est une limite, et non une interdiction : X-RateLimit-Remaining"),
    ("refus", "(403, 429)", "(429,)", "Ce 403 est une limite, et non une interdiction"),
    ("refus", "(403, 429)", "(403,)", "Ce 429 est une limite"),
    ("refus", ' or headers.get("X-RateLimit-Remaining") == "0"', "", "X-RateLimit-Remaining à 0 le dit"),
    ("refus", '"Retry-After" in headers or ', "", "Retry-After le dit"),
    ("refus", '== "0"', "is not None", "c'est une interdiction"),
    (
        "refus",
        'headers.get("X-RateLimit-Remaining") == "0"',
        'headers["Retry-After"]',
        "un en-tête avec .get(…)",
    ),
    ("refus", "introuvable ou privé", "introuvable", "Ce n'est pas le texte de l'énoncé pour un 404"),
    (
        "refus",
        '", ".join(error["field"] for error in response.json()["errors"])',
        'response.json()["errors"][0]["field"]',
        "Votre texte ne nomme qu'un champ",
    ),
    ("refus", "if status in (403, 429) and limited", MIXED, "mettez le « or » entre parenthèses"),
    (
        "refus",
        "status in (403, 429) and limited",
        "status == 429 or status == 403 and limited",
        "Ce 429 n'a pas",
    ),
    (
        "refus",
        'error["field"] for error in response.json()["errors"]',
        'sorted(error["field"] for error in response.json()["errors"])',
        "Vous avez trié les champs",
    ),
    (
        "refus",
        "    if status < 400:\n        return None\n",
        "    response.raise_for_status()\n",
        "n'appelez pas",
    ),
    ("refus", 'f"HTTP {status}"', '"HTTP " + status', "status_code est un nombre"),
    ("refus", 'error["field"]', 'error["code"]', "Vous avez pris les codes"),
    ("refus", "status == 422", "False", "Un 422 a son propre texte"),
    ("refus", "status == 422", "True", "ne se lit que pour un 422"),
    (
        "fraicheur",
        '{} if etag is None else {"If-None-Match": etag}',
        '{"If-None-Match": str(etag)}',
        "vous envoyez le mot",
    ),
    ("fraicheur", '"If-None-Match"', '"If-Match"', "If-Match dit le contraire"),
    ("fraicheur", '"If-None-Match"', '"ETag"', "ETag est un en-tête de réponse"),
    ("fraicheur", ", headers=headers", "", "L'en-tête If-None-Match n'est pas parti"),
    ("fraicheur", '"If-None-Match": etag', '"If-None-Match": etag.strip(\'W/"\')', "sans ses guillemets"),
    (
        "fraicheur",
        '"If-None-Match": etag',
        '"If-None-Match": etag.removeprefix("W/")',
        "Le « W/ » fait partie",
    ),
    ("fraicheur", None, COMPARED, "le serveur a tout renvoyé"),
    ("fraicheur", "return None, etag", 'return None, response.headers["ETag"]', "Ce 304 ne répète pas"),
    ("fraicheur", NOT_MODIFIED, "", "Un 304 n'a pas de corps"),
    (
        "fraicheur",
        "return None, etag",
        "return None, response.headers.get('ETag')",
        "Vous avez perdu l'empreinte",
    ),
    ("fraicheur", "return None, etag", "return None", "doit renvoyer deux valeurs"),
    (
        "fraicheur",
        'response.json(), response.headers.get("ETag")',
        "response.json(), etag",
        "Vous renvoyez l'ancienne empreinte",
    ),
    ("fraicheur", "    response.raise_for_status()\n", "", "appelez raise_for_status()"),
    ("fraicheur", ", timeout=timeout", "", "n'a pas le délai demandé"),
]
