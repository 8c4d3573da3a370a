"""Typical mistakes in the answers to lesson 05c, and what the checks say of them."""

HIDDEN = 'value if name in visible else "********"'
QUOTED = "quote(path.strip('/'))"
MERGED = '{**current["data"], **changes}'
OPTIONS = '"options": {"cas": current["metadata"]["version"]},'
NEW_VERSION = 'return response.json()["data"]["version"]'
TOKEN_HEADER = 'headers={"X-Vault-Token": token},'
WALKED = 'found += list_all(base_url, token, full, timeout) if key.endswith("/") else [full]'
NESTED = "[list_all(base_url, token, full, timeout)]"
REASONS = '", ".join(body.get("errors", []))'
REFUSAL = 'f"HTTP {response.status_code} : {reasons}"'
READ_CHECKED = """
    response.raise_for_status()
    current"""
WRITE_CHECKED = """
    response.raise_for_status()
    return response.json()["data"]["version"]"""
BODY = """body = {
        "data": {**current["data"], **changes},
        "options": {"cas": current["metadata"]["version"]},
    }"""

IN_PLACE = """
def mask(secret, visible=()):
    for name in secret:
        if name not in visible:
            secret[name] = "********"
    return secret
"""
LISTED = """
def mask(secret, visible=()):
    return [value if name in visible else "********" for name, value in secret.items()]
"""
FLAT = """
def list_all(base_url, token, path="", timeout=10):
    response = requests.request(
        "LIST", f"{base_url}/v1/secret/metadata/{path}", headers={"X-Vault-Token": token}, timeout=timeout
    )
    response.raise_for_status()
    return response.json()["data"]["keys"]
"""
UPDATED = """
def mask(secret, visible=()):
    shown = dict.fromkeys(secret, "********")
    shown.update({name: secret.get(name) for name in visible})
    return shown
"""
SHOWN = """
def mask(secret, visible=()):
    print({name: value if name in visible else "********" for name, value in secret.items()})
"""
PICKED = """
def mask(secret, visible=()):
    shown = dict.fromkeys(secret, "********")
    for name in visible:
        shown[name] = secret[name]
    return shown
"""
DROPPING = """
def update_secret(base_url, token, path, changes, timeout=10):
    url = f"{base_url}/v1/secret/data/{quote(path.strip('/'))}"
    headers = {"X-Vault-Token": token}
    response = requests.get(url, headers=headers, timeout=timeout)
    response.raise_for_status()
    current = response.json()["data"]
    for name in changes:
        if name in current["data"]:
            current["data"][name] = changes[name]
    body = {"data": current["data"], "options": {"cas": current["metadata"]["version"]}}
    response = requests.post(url, headers=headers, json=body, timeout=timeout)
    response.raise_for_status()
    return response.json()["data"]["version"]
"""
UNREAD = """
def update_secret(base_url, token, path, changes, timeout=10):
    url = f"{base_url}/v1/secret/data/{path}"
    response = requests.post(
        url, headers={"X-Vault-Token": token}, json={"data": changes}, timeout=timeout
    )
    response.raise_for_status()
    return response.json()["data"]["version"]
"""
ONE_LEVEL = """
def names_in(base_url, token, path, timeout):
    url = f"{base_url}/v1/secret/metadata/{quote(path)}"
    response = requests.request("LIST", url, headers={"X-Vault-Token": token}, timeout=timeout)
    if response.status_code == 404:
        return []
    response.raise_for_status()
    return response.json()["data"]["keys"]


def list_all(base_url, token, path="", timeout=10):
    found = []
    for key in names_in(base_url, token, path, timeout):
        full = f"{path}/{key}".strip("/")
        if key.endswith("/"):
            found += [f"{full}/{name}" for name in names_in(base_url, token, full, timeout)]
        else:
            found.append(full)
    return found
"""
FORCED = """
def update_secret(base_url, token, path, changes, timeout=10):
    url = f"{base_url}/v1/secret/data/{path}"
    headers = {"X-Vault-Token": token}
    response = requests.get(url, headers=headers, timeout=timeout)
    response.raise_for_status()
    current = response.json()["data"]
    body = {"data": {**current["data"], **changes}, "options": {"cas": current["metadata"]["version"]}}
    response = requests.post(url, headers=headers, json=body, timeout=timeout)
    if response.status_code == 400:
        response = requests.post(url, headers=headers, json={"data": body["data"]}, timeout=timeout)
    response.raise_for_status()
    return response.json()["data"]["version"]
"""
BLIND = """
def update_secret(base_url, token, path, changes, timeout=10):
    url = f"{base_url}/v1/secret/data/{path}"
    headers = {"X-Vault-Token": token}
    response = requests.get(url, headers=headers, timeout=timeout)
    content = response.json()["data"]["data"] if response.ok else {}
    requests.post(url, headers=headers, json={"data": {**content, **changes}}, timeout=timeout)
    response.raise_for_status()
"""
NESTED_GET = """
def explain(response):
    if response.status_code < 400:
        return "ok"
    if response.status_code == 404:
        return "supprimé" if response.json().get("data", {}).get("metadata") else "absent"
    return {403: "refusé", 503: "scellé"}.get(response.status_code, f"HTTP {response.status_code}")
"""
BODY_FIRST = """
def explain(response):
    try:
        errors = response.json().get("errors")
    except requests.JSONDecodeError:
        return f"HTTP {response.status_code}"
    return {403: "refusé", 503: "scellé"}.get(response.status_code, ", ".join(errors or []))
"""

# What stops a check before it has compared anything: no request, or an exception instead of a value.
NOTHING_COMPARED = (
    "Aucune requête n'est arrivée",
    "Aucune écriture n'est arrivée",
    "est partie vers",
    "La requête est un",
    "Testez d'abord response.status_code",
    "L'exception HTTPError sort",
    "et .json() lève JSONDecodeError",
    "appelez response.raise_for_status()",
    "Ici, « data » vaut null",
    "parti en formulaire",
    "raise_for_status() avant d'en lire le corps",
    "Un 404 n'a pas toujours de champ",
    "raise_for_status() après l'écriture aussi",
    "Votre fonction écrit sans avoir lu",
    "Votre fonction ne renvoie rien",
    "n'a pas de « metadata »",
    "Ce corps n'a pas de champ",
    "KeyError: 'token'",
)

# Question, what is changed in its reference answer (None: all of it) into what, and a part of the sentence
# that names the mistake.
MISTAKES = [
    ("masque", HIDDEN, "value", "le secret sort tel quel"),
    ("masque", HIDDEN, 'value if name != "password" else "********"', "Seul « password » est caché"),
    ("masque", '"********"', '"*" * len(str(value))', "trahit la longueur"),
    ("masque", "name in visible", "name not in visible", "C'est l'inverse"),
    ("masque", HIDDEN, '"********"', "les champs nommés dans visible doivent se lire"),
    ("masque", None, LISTED, "renvoie une liste"),
    ("masque", None, IN_PLACE, "a changé le dictionnaire reçu"),
    ("masque", None, UPDATED, "Ce secret n'a pas de champ token"),
    ("masque", None, PICKED, "KeyError: 'token'"),
    ("masque", None, SHOWN, "ne renvoie rien"),
    ("lecture", '["data"]["data"]', '["data"]', "Il reste une enveloppe"),
    ("lecture", '["data"]["data"]', "", "Il reste une enveloppe"),
    ("lecture", '["data"]["data"]', '["data"]["data"]["password"]', "et non le seul mot de passe"),
    ("lecture", "/secret/data/", "/secret/", "l'énoncé demande /v1/secret/data/database/production"),
    ("lecture", TOKEN_HEADER, 'params={"token": token},', "Le jeton est parti dans l'URL"),
    ("lecture", TOKEN_HEADER, 'headers={"Authorization": token},', "ne lit que « Bearer »"),
    ("lecture", "return response.json()", "print(response.json())\n    return None #", "ne renvoie rien"),
    ("lecture", TOKEN_HEADER, "", "pas dans l'en-tête X-Vault-Token"),
    ("lecture", "timeout=timeout", "timeout=10", "n'attend pas au plus timeout secondes"),
    ("lecture", "response.status_code == 404", "False", "L'exception HTTPError sort"),
    ("lecture", "== 404", "in (403, 404)", "ce n'est pas un secret absent"),
    ("lecture", "response.status_code == 404", "not response.ok", "ce n'est pas un secret absent"),
    ("lecture", "    response.raise_for_status()\n", "", "appelez response.raise_for_status()"),
    ("lecture", QUOTED, "path", "« # » a coupé l'URL"),
    ("lecture", QUOTED, "path.strip('/').replace('#', '%23')", "« ? » a coupé l'URL"),
    ("lecture", QUOTED, "quote(path)", "Les barres des deux bouts sont restées"),
    ("lecture", QUOTED, "quote(path.strip('/'), safe='')", "Les / du milieu ont été encodés"),
    ("inventaire", None, FLAT, "Les dossiers sont restés dans la liste"),
    ("inventaire", '"LIST"', '"GET"', "La requête est un GET"),
    ("inventaire", "response.status_code == 404", "False", "lève HTTPError : testez d'abord"),
    ("inventaire", "return []", "return None", "None n'est pas une liste vide"),
    ("inventaire", "== 404", "in (403, 404)", "un inventaire faux"),
    ("inventaire", '.lstrip("/")', "", "ne commence pas par « / »"),
    ("inventaire", "else [full]", "else [key]", "il leur manque le dossier"),
    ("inventaire", "list_all(base_url, token, full, timeout)", "[]", "Les secrets des dossiers manquent"),
    ("inventaire", WALKED, WALKED.replace("+=", "+= [key] +"), "Les dossiers sont restés"),
    ("inventaire", WALKED, WALKED.replace("+=", "+= [full.strip('/')] +"), "Les dossiers sont restés"),
    ("inventaire", "list_all(base_url, token, full, timeout)", NESTED, "et non append"),
    ("inventaire", QUOTED, "path.strip('/')", "« # » a coupé l'URL"),
    ("inventaire", QUOTED + "}", QUOTED + "}/", "comptez les barres"),
    ("inventaire", "{path.strip('/')}/{key}", "{path}/{key}", "deux barres se suivent"),
    ("inventaire", None, ONE_LEVEL, "chaque dossier en demande une"),
    ("inventaire", "full, timeout)", "full)", "transmettez aussi timeout"),
    ("inventaire", "    response.raise_for_status()\n", "", "appelez response.raise_for_status()"),
    ("modification", MERGED, "changes", "Les autres champs sont perdus"),
    ("modification", MERGED, '{**changes, **current["data"]}', "a recouvert la nouvelle"),
    ("modification", MERGED, "{**current, **changes}", "C'est l'enveloppe qui est partie"),
    ("modification", BODY, f"body = {MERGED}", "KV v2 attend le contenu sous « data »"),
    ("modification", OPTIONS, "", "L'écriture part sans vérification"),
    ("modification", '["version"]},', '["version"] + 1},', "celle que vous remplacez"),
    ("modification", OPTIONS, '"options": {"cas": 0},', "si le secret n'existe pas encore"),
    ("modification", NEW_VERSION, 'return current["metadata"]["version"] + 1', "ne la calculez pas"),
    ("modification", NEW_VERSION, 'return current["metadata"]["version"]', "C'est la version lue"),
    ("modification", "json=body", "data=body", "parti en formulaire"),
    ("modification", WRITE_CHECKED, f"\n    {NEW_VERSION}", "raise_for_status() après l'écriture aussi"),
    ("modification", READ_CHECKED, "\n    current", "raise_for_status() avant d'en lire le corps"),
    ("modification", None, DROPPING, "les champs nouveaux de changes"),
    ("modification", None, UNREAD, "écrit sans avoir lu"),
    ("modification", QUOTED, "path", "« # » a coupé l'URL"),
    ("modification", "requests.post(", "requests.patch(", "Aucune écriture n'est arrivée"),
    ("modification", NEW_VERSION, f"shown = {NEW_VERSION[7:]}", "ne renvoie rien"),
    ("modification", NEW_VERSION, NEW_VERSION.replace('["v', '["metadata"]["v'), "n'a pas de « metadata »"),
    ("modification", None, FORCED, "a réécrit de force"),
    ("modification", None, BLIND, "votre fonction a écrit quand même"),
    ("modification", "json=body, timeout=timeout", "json=body", "et timeout=timeout"),
    ("explication", "< 400", "== 200", "Un 204 est un succès"),
    ("explication", "response.status_code == 403", "False", "403 a son mot"),
    ("explication", "response.status_code == 503", "False", "503 a son mot"),
    ("explication", None, BODY_FIRST, "testez-le avant de lire le corps"),
    ("explication", "except requests.JSONDecodeError", "except KeyError", "et .json() lève JSONDecodeError"),
    ("explication", None, NESTED_GET, "Ici, « data » vaut null"),
    ("explication", None, NESTED_GET, "Il manque les messages"),
    ("explication", '(body.get("data") or {}).get("metadata")', 'body["data"]', "pas toujours de champ"),
    ("explication", '(body.get("data") or {}).get("metadata")', "False", "le secret est supprimé"),
    ("explication", REASONS, 'body["errors"][0]', "que le premier message"),
    ("explication", REASONS, 'body["errors"]', "comme une liste Python"),
    ("explication", REASONS, '", ".join(body["errors"])', "Ce corps n'a pas de champ « errors »"),
    ("explication", REASONS, '" ".join(body.get("errors", []))', "une virgule, une espace"),
    ("explication", REFUSAL, REFUSAL.replace("} : {", "}: {"), "avant le deux-points"),
    ("explication", REFUSAL, 'f"HTTP 400 : {reasons}"', "400 n'est qu'un exemple"),
    (
        "explication",
        'return f"HTTP {response.status_code}"',
        'return "absent" if response.status_code == 404 else f"HTTP {response.status_code}"',
        "ce n'est pas Vault qui répond",
    ),
]
