"""Typical mistakes in the answers to lesson 02, and what the checks say of them."""

BODY = '{"name": name, "email": email}'
BOOLEAN = "isinstance(value, bool):\n            value = str(value).lower()"
CONFUSED = "value in (True, False):\n            value = 'true' if value else 'false'"
RAISED_FIRST = """
        response.raise_for_status()
        if response.content:
            response.json()"""
READ_FIRST = """
        response.json()
        response.raise_for_status()"""
TIMEOUT_FIRST = """
    except requests.Timeout:
        return "lent"
    except requests.HTTPError as error:"""
CONNECTION_FIRST = """
    except requests.ConnectionError:
        return "injoignable"
    except requests.Timeout:
        return "lent"
    except requests.HTTPError as error:"""
FAMILY_FIRST = """
    except requests.RequestException:
        return "injoignable"
    except requests.HTTPError as error:"""

GUESSED_EMAIL = """
def get_email(user_id, base_url):
    return requests.get(f"{base_url}/users/{user_id}").json().get("email")
"""
BARE_EXCEPT = """
def get_email(user_id, base_url):
    try:
        response = requests.get(f"{base_url}/users/{user_id}")
        return response.json()["email"] if response.ok else None
    except:
        return None
"""
EXCEPT_KEY = """
def create_user(name, email, base_url):
    try:
        return requests.post(f"{base_url}/users", json={"name": name, "email": email}).json()["id"]
    except (KeyError, ValueError):
        return None
"""
ABOVE_400 = """
def diagnose(url, timeout=3):
    response = requests.get(url, timeout=timeout)
    if response.status_code > 400:
        return f"HTTP {response.status_code}"
    return "ok"
"""
EVERYTHING = """
def diagnose(url, timeout=3):
    try:
        response = requests.get(url, timeout=timeout)
        response.raise_for_status()
        if response.content:
            response.json()
        return "ok"
    except Exception:
        return "injoignable"
"""

# What stops a check before it has compared anything: no request, or an exception instead of a value.
NOTHING_COMPARED = ("Aucune requête n'est arrivée", "Testez d'abord", "L'exception HTTPError sort")
NOTHING_COMPARED += (
    "seul 404 donne None",
    "testez d'abord response.content",
    "et non le seul code 204",
    "attrapez requests.Timeout",
)

# Question, what is changed in its reference answer (None: all of it) into what, and a part of the sentence
# that names the mistake.
MISTAKES = [
    ("adresse", '["email"]', "", "renvoie tout le compte"),
    ("adresse", "response.status_code == 404", "False", "Testez d'abord response.status_code"),
    ("adresse", "{base_url}", "https://api.example.com", "Aucune requête n'est arrivée à base_url"),
    ("adresse", "/users/{user_id}", "/user/{user_id}", "est partie vers /user/7"),
    ("adresse", None, GUESSED_EMAIL, "ce corps n'est pas un compte"),
    ("adresse", None, BARE_EXCEPT, "votre fonction le cache"),
    ("adresse", "{base_url}", "", "Votre code a levé MissingSchema: Invalid URL '/users/7'"),
    ("adresse", "{base_url}", "https://api.example.com", "demandé https://api.example.com/users/7"),
    ("adresse", "{user_id}", "7", "est partie vers /users/7 ; l'énoncé demande /users/12"),
    ("adresse", "response.status_code == 404", "not response.ok", "seul 404 donne None"),
    ("filtres", "isinstance(value, bool)", "False", "requests a écrit le booléen de Python tel quel"),
    ("filtres", BOOLEAN, CONFUSED, "1 == True"),
    ("filtres", "isinstance(value, bool)", 'key == "active"', "tel quel : archived=True"),
    ("filtres", "isinstance(value, bool)", "True", "ne changez que les booléens"),
    (
        "filtres",
        '", params=params',
        '?" + "&".join(f"{k}={v}" for k, v in params.items())',
        "coupée au « & »",
    ),
    ("filtres", "params=params", "json=params", "partis dans le corps"),
    ("filtres", 'user["name"]', "user", "renvoie les comptes entiers"),
    ("creation", "json=", "data=", "l'API attend du JSON (json=)"),
    ("creation", "json=", "params=", "elles vont dans le corps"),
    ("creation", f"json={BODY}", f"json=__import__('json').dumps({BODY})", "converti deux fois"),
    ("creation", f"json={BODY}", f"data=__import__('json').dumps({BODY})", "Content-Type ne le dit pas"),
    ("creation", ".post", ".put", "La requête est un PUT"),
    ("creation", '["id"]', "", "renvoyez son champ « id »"),
    ("creation", "response.status_code != 201", "False", "Testez d'abord response.status_code"),
    ("creation", "!= 201", "in (409, 422)", "L'API a répondu 503, et non 201"),
    ("creation", "response.status_code != 201", "not response.ok", "L'API a répondu 200, et non 201"),
    ("creation", None, EXCEPT_KEY, "L'API a répondu 422, et non 201"),
    ("creation", "    if", "    response.raise_for_status()\n    if", "L'exception HTTPError sort"),
    ("connexion", "data=", "json=", "/login attend un formulaire"),
    (
        "connexion",
        'data={"username": username, "password": password}',
        'data=f"username={username}&password={password}"',
        "coupé au « & »",
    ),
    ("connexion", "data=", "params=", "mot de passe est parti dans l'URL"),
    ("connexion", '["token"]', "", "gardez le champ « token »"),
    ("connexion", "response.status_code == 401", "False", "Testez d'abord response.status_code"),
    ("suppression", " if response.content else None", "", "testez d'abord response.content"),
    ("suppression", "if response.content", "if response.status_code != 204", "et non le seul code 204"),
    ("suppression", "else None", "else {}", "Sans corps, la seconde valeur est None"),
    ("suppression", "return response.status_code, body", "return body", "doit renvoyer deux valeurs"),
    ("suppression", ".delete", ".get", "La requête est un GET"),
    ("page-protegee", 'f"Bearer', '"Bearer', "il manque le f devant les guillemets"),
    ("page-protegee", "in (401, 403)", "== 401 or 403", "est toujours vrai"),
    ("page-protegee", "Bearer {token}", "{token}", "Il manque le mot « Bearer »"),
    ("page-protegee", "headers=headers", 'params={"token": token}', "Le jeton est parti dans l'URL"),
    ("page-protegee", ", headers=headers", "", "n'a pas d'en-tête Authorization"),
    ("page-protegee", '"Accept": "application/json",', "", "L'en-tête Accept n'annonce pas"),
    ("page-protegee", '"User-Agent": "inventaire/1.0",', "", "L'en-tête User-Agent n'est pas"),
    ("page-protegee", "(401, 403)", "(401,)", "L'API a répondu 403"),
    ("delai", ", timeout=timeout", "", "sans délai maximal"),
    ("delai", "timeout=timeout", "timeout=10", "Appelée avec timeout=2, votre fonction attend 10 s"),
    ("delai", "requests.Timeout", "requests.HTTPError", "attrapez requests.Timeout"),
    ("delai", "requests.Timeout", "requests.ReadTimeout", "ConnectTimeout sort de votre fonction"),
    ("delai", "requests.Timeout", "Exception", "Votre except attrape trop"),
    ("delai", '["items"]', "", "renvoyez son champ « items »"),
    ("diagnostic", "        response.raise_for_status()\n", "", "vous avez oublié raise_for_status()"),
    ("diagnostic", RAISED_FIRST, READ_FIRST, "raise_for_status() avant de lire le corps"),
    ("diagnostic", None, ABOVE_400, "Un 400 n'est pas « ok »"),
    ("diagnostic", ", timeout=timeout", "", "donnez-lui timeout="),
    ("diagnostic", "if response.content:", "if True:", "Un 204 n'a pas de corps"),
    ("diagnostic", "response.json()", "response.text", "appelez response.json() pour le vérifier"),
    ("diagnostic", TIMEOUT_FIRST, CONNECTION_FIRST, "ConnectTimeout est aussi une ConnectionError"),
    ("diagnostic", TIMEOUT_FIRST, FAMILY_FIRST, "Un except plus large a attrapé ReadTimeout"),
    ("diagnostic", "requests.RequestException", "requests.HTTPError", "L'exception ConnectionError sort"),
    ("diagnostic", "requests.RequestException", "requests.ConnectionError", "ChunkedEncodingError sort"),
    ("diagnostic", None, EVERYTHING, "Un except plus large a attrapé HTTPError"),
    ("diagnostic", None, EVERYTHING, "Un except plus large a attrapé JSONDecodeError"),
    ("diagnostic", "exceptions.MissingSchema", "URLRequired", "c'est l'URL qui est incomplète"),
    ("desactivation", '{"active": False}', '{"active": "false"}', "parti comme un texte"),
    ("desactivation", "json=", "data=", "parti en formulaire (data=)"),
    ("desactivation", ".patch", ".put", "La requête est un PUT"),
    ("desactivation", "timeout=timeout", "timeout=10", "n'attend pas le délai demandé"),
    ("desactivation", "    response.raise_for_status()\n", "", "il manque response.raise_for_status()"),
    ("desactivation", "return response.json()", "return response.status_code", "tel que l'API le décrit"),
]
