"""Vérifications de la leçon 05c, « Les secrets dans un coffre : Vault »."""

from dataclasses import replace
from urllib.parse import quote

from grader.checks import choice, question, right, wrong
from grader.checks.diagnosis import NO_REQUEST, UNCAUGHT, Escaped, asking, named, outcome
from grader.stage import Answer

LESSON = "05c_vault"
TOKEN = "jeton-7"
DATA = "/v1/secret/data"
DENIED = {"errors": ["1 error occurred:\n\t* permission denied\n\n"]}
STALE = {"errors": ["check-and-set parameter did not match the current version"]}
NOTHING = {"errors": []}
SECRET = {"host": "db1.example.com", "username": "ada", "password": "s3cret"}
SHEET = {
    "created_time": "2026-01-05T09:00:00Z",
    "custom_metadata": None,
    "deletion_time": "",
    "destroyed": False,
    "version": 3,
}
SILENT = "Votre fonction ne renvoie rien : afficher ne suffit pas, il faut return."
CUT = "« # » a coupé l'URL : la requête est partie vers un autre chemin. Encodez le chemin avec quote."
DELETED = {"data": {"data": None, "metadata": {**SHEET, "deletion_time": "2026-01-05T10:00:00Z"}}}

choice(
    "refus",
    "Un script lit `secret/data/reseau/vpn` et reçoit 403, « permission denied ». Que savez-vous du secret ?",
    [
        wrong(
            "Il existe, mais le jeton n'a pas le droit de le lire.",
            "Pas sûr : sur un chemin que le jeton ne peut pas lire, un secret absent donne 403 aussi.",
        ),
        wrong(
            "Il n'existe pas : sinon, le coffre l'aurait donné.",
            "Non : pour un chemin que le jeton peut lire, un secret absent donne 404, pas 403.",
        ),
        right(
            "Rien : ni s'il existe, ni même si le jeton est valable.",
            "Oui : jeton absent, faux, expiré ou sans droit, c'est 403, que le secret existe ou non.",
        ),
        wrong(
            "Le jeton est valable, car un mauvais jeton donne 401.",
            "Cela vaut pour bien d'autres API ; Vault répond 403 aussi à un mauvais jeton.",
        ),
    ],
)
choice(
    "relance",
    "Le réseau est coupé pendant `put_secret(…)` ; vous relancez le même appel. Qu'y a-t-il dans le coffre ?",
    [
        wrong(
            "Une seule nouvelle version, à coup sûr : la seconde est identique à la première.",
            "Non : Vault ne compare pas les contenus. Chaque écriture réussie crée une version.",
        ),
        wrong(
            "Une erreur : le coffre refuse d'écrire ce qu'il a déjà.",
            "Non : rien n'est refusé. Il faudrait le demander, et la suite de la section montre comment.",
        ),
        wrong(
            "Les champs des deux écritures, fusionnés.",
            "Non : une écriture remplace tout le secret. C'est la méthode PATCH qui fusionne.",
        ),
        right(
            "La bonne valeur, en une ou deux versions.",
            "Oui : la première écriture a pu réussir avant la coupure. La relance en crée alors une de plus.",
        ),
    ],
)
choice(
    "redirection",
    "Quels remèdes empêchent le jeton de partir vers un autre serveur à la suite d'une redirection ?",
    [
        right(
            "Ne pas les suivre : `allow_redirects=False`.",
            "Oui : le code 307 vous revient, et rien d'autre ne part.",
        ),
        wrong(
            "Donner l'en-tête à chaque appel, par `headers=`, et non à la session.",
            "Non : ses en-têtes suivent la redirection de la même façon, d'où qu'ils viennent.",
        ),
        right(
            "Donner le jeton dans `Authorization: Bearer …`.",
            "Oui : c'est l'en-tête que requests retire en changeant de serveur.",
        ),
        wrong(
            "N'employer que des adresses en `https://`.",
            "Non : le chiffrement protège le trajet, pas contre le serveur qui est au bout.",
        ),
    ],
)

masque = question(
    "masque",
    lesson=LESSON,
    hints=[
        "secret.items() donne chaque nom avec sa valeur ; construisez un nouveau dictionnaire.",
        'La valeur à mettre : value if name in visible else "********".',
        "Tout en une ligne : {name: … for name, value in secret.items()}.",
    ],
)
STARS = "********"


@masque
def test_values_are_hidden(student):
    """Chaque valeur est cachée, nombres compris"""
    shown = student.mask({"username": "ada", "password": "s3cret", "port": 5432})
    expected = {"username": STARS, "password": STARS, "port": STARS}
    other = "Il faut les mêmes clés, et huit étoiles pour chaque valeur."
    assert shown == expected, named(
        shown,
        other,
        (
            {"username": "ada", "password": "s3cret", "port": 5432},
            "Rien n'est caché : le secret sort tel quel.",
        ),
        (
            {"username": "ada", "password": STARS, "port": 5432},
            "Seul « password » est caché ; un autre secret se nommera token. Cachez tout, sauf visible.",
        ),
        (
            {"username": "***", "password": "******", "port": "****"},
            "Le nombre d'étoiles trahit la longueur du secret : il en faut toujours huit.",
        ),
        ([STARS] * 3, "Votre fonction renvoie une liste : il faut un dictionnaire, avec les clés."),
        (None, SILENT),
    )


@masque
def test_visible_fields_are_kept(student):
    """Les champs nommés dans visible gardent leur valeur"""
    shown = student.mask(SECRET, ["host", "username", "token"])
    expected = {**SECRET, "password": STARS}
    inverted = {"host": STARS, "username": STARS, "password": "s3cret"}
    other = "Seuls les champs de visible doivent garder leur valeur."
    assert shown == expected, named(
        shown,
        other,
        (inverted, "C'est l'inverse : visible nomme les champs à montrer, et le mot de passe est sorti."),
        (dict.fromkeys(SECRET, STARS), "Tout est caché : les champs nommés dans visible doivent se lire."),
        ({"host": SECRET["host"], "username": "ada"}, "Les champs cachés doivent rester, avec des étoiles."),
        ({**expected, "token": None}, "Ce secret n'a pas de champ token : il n'y a que ses clés à rendre."),
        (None, SILENT),
    )


@masque
def test_the_secret_itself_stays(student):
    """Le dictionnaire reçu ne change pas"""
    given = "original = {'password': 's3cret'}"
    kept, nothing = student.run(f"{given}\nreturned = mask(original)\n[original, returned is None]")
    changed = "Votre fonction a changé le dictionnaire reçu : le programme n'a plus le mot de passe."
    assert kept == {"password": "s3cret"}, changed
    assert not nothing, SILENT


lecture = question(
    "lecture",
    lesson=LESSON,
    hints=[
        'Le chemin, sans barres aux bouts et encodé : quote(path.strip("/")).',
        'L\'URL : f"{base_url}/v1/secret/data/{…}" ; l\'en-tête : {"X-Vault-Token": token}.',
        'Après le cas du 404 : response.raise_for_status(), puis response.json()["data"]["data"].',
    ],
)


@lecture
def test_content_is_returned(student, stage):
    """Le contenu du secret est renvoyé"""
    stage.route(f"{DATA}/database/production", json=envelope())
    with asking(stage, "GET", f"{DATA}/database/production"):
        secret = student.read_secret(stage.url, TOKEN, "database/production")
    outer = 'Il reste une enveloppe : le contenu est dans response.json()["data"]["data"].'
    assert secret == SECRET, named(
        secret,
        "Ce n'est pas le contenu du secret.",
        (envelope(), outer),
        (envelope()["data"], outer),
        ("s3cret", "Renvoyez tout le contenu, et non le seul mot de passe."),
        (None, SILENT),
    )


@lecture
def test_token_and_timeout_leave(student, stage):
    """Le jeton part dans son en-tête, et la requête a son délai"""
    stage.route(f"{DATA}/a", json=envelope())
    with asking(stage, "GET", f"{DATA}/a"):
        student.read_secret(stage.url, TOKEN, "a", timeout=2)
    request = stage.requests[0]
    absent = "Le jeton n'est pas dans l'en-tête X-Vault-Token : headers={\"X-Vault-Token\": token}."
    if TOKEN in request.target:
        absent = "Le jeton est parti dans l'URL, que les journaux conservent : il va dans un en-tête."
    if request.headers.get("Authorization") == TOKEN:
        absent = "Dans Authorization, Vault ne lit que « Bearer » suivi du jeton ; ici, X-Vault-Token."
    assert token_of(request) == TOKEN, absent
    unlimited = "La requête n'attend pas au plus timeout secondes : timeout=timeout."
    assert request.timeout == 2, unlimited


@lecture
def test_absent_secret_gives_none(student, stage):
    """Un secret absent (404) donne None"""
    unread = "Vault a répondu 404 : ce corps n'a pas de contenu. Testez d'abord response.status_code."
    for body in (NOTHING, DELETED):
        stage.reset()
        stage.route(f"{DATA}/absent", status=404, json=body)
        with asking(stage, "GET", f"{DATA}/absent", KeyError=unread, HTTPError=UNCAUGHT.format("HTTPError")):
            secret = student.read_secret(stage.url, TOKEN, "absent")
        assert secret is None, "Un secret absent doit donner None."


@lecture
def test_refusals_are_raised(student, stage):
    """Un refus (403, 503) lève HTTPError"""
    hidden = "Vault a répondu {} : ce n'est pas un secret absent. Seul 404 donne None."
    silent = "Vault a répondu {} et rien ne le dit : appelez response.raise_for_status()."
    for status, body in ((403, DENIED), (503, {"errors": ["Vault is sealed"]})):
        stage.reset()
        stage.route(f"{DATA}/a", status=status, json=body)
        with asking(stage, "GET", f"{DATA}/a", KeyError=silent.format(status)):
            secret = outcome(student.read_secret, stage.url, TOKEN, "a")
        said = named(secret, silent.format(status), (None, hidden.format(status)))
        assert secret == Escaped("HTTPError"), said


@lecture
def test_path_is_encoded(student, stage):
    """Le chemin part sans barres aux bouts, et encodé"""
    query = "« ? » a coupé l'URL : la suite est partie en paramètre. Encodez le chemin avec quote."
    slashes = 'Les barres des deux bouts sont restées : path.strip("/").'
    swallowed = "Les / du milieu ont été encodés : ils séparent les dossiers, quote les laisse par défaut."
    for given, left, mistakes in (
        ("reseau/vpn#secours", "reseau/vpn%23secours", [("reseau/vpn", CUT)]),
        ("reseau/quel-mot?", "reseau/quel-mot%3F", [("reseau/quel-mot", query)]),
        ("/reseau/vpn/", "reseau/vpn", [("/reseau/vpn/", slashes), ("reseau/vpn/", slashes)]),
    ):
        stage.reset()
        outcome(student.read_secret, stage.url, TOKEN, given)
        assert stage.requests, NO_REQUEST
        asked = stage.requests[0].path.removeprefix(f"{DATA}/")
        other = swallowed if "%2F" in asked else f"Le chemin {given} n'est pas parti comme il le devait."
        assert asked == left, named(asked, other, *mistakes)


def envelope(version=3, data=SECRET):
    """Return what Vault answers to a reading."""
    return {"request_id": "r-1", "data": {"data": data, "metadata": {**SHEET, "version": version}}}


def token_of(request):
    """Return the token that a request carries, in either of the two headers that Vault reads."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    return request.headers.get("X-Vault-Token") or (bearer if scheme == "Bearer" else "")


inventaire = question(
    "inventaire",
    lesson=LESSON,
    hints=[
        'requests.request("LIST", …) ; les noms sont dans response.json()["data"]["keys"].',
        "Si un nom finit par / (key.endswith), rappelez list_all avec le chemin du dossier.",
        'Le chemin complet d\'un nom est f"{path}/{key}", sans barre au début quand path est vide.',
        "Un 404 donne [] ; ensuite seulement, response.raise_for_status().",
    ],
)
METADATA = "/v1/secret/metadata"
TREE = {
    "": ["database/", "messagerie", "reseau#2/"],
    "database": ["archives/", "production", "recette"],
    "database/archives": ["2025"],
    "reseau#2": ["vpn"],
}
EVERY = ["database/archives/2025", "database/production", "database/recette", "messagerie", "reseau#2/vpn"]


@inventaire
def test_folders_are_walked(student, stage):
    """Tous les secrets sont là, sous-dossiers compris"""
    growing(stage)
    found = listing(student, stage)
    flat = "Les secrets des dossiers manquent : rappelez list_all pour chaque nom qui finit par « / »."
    assert found == EVERY, misread(found, EVERY, stage, (["messagerie"], flat))


@inventaire
def test_a_folder_is_listed(student, stage):
    """Un dossier donné se liste, avec des chemins complets"""
    growing(stage)
    found = listing(student, stage, path="database")
    relative = "Les chemins sont complets : ils commencent par le dossier donné, « database/ »."
    short = ["archives/2025", "production", "recette"]
    assert found == EVERY[:3], misread(found, EVERY[:3], stage, (short, relative))


def misread(found, expected, stage, *mistakes):
    """Return the sentence that says what is wrong with this list of paths."""
    if not isinstance(found, list):
        failed = "Une requête a été refusée, et l'exception est sortie : voyez les échanges."
        other = "Il faut renvoyer une liste de chemins."
        return lost(stage) or named(found, other, (None, SILENT), (Escaped("HTTPError"), failed))
    if any(not isinstance(path, str) for path in found):
        return "Une liste est restée dans la liste : found.extend(…) ou found += …, et non append."
    bare = {path.rpartition("/")[2] for path in expected}
    for fault, sentence in (
        (lost(stage), lost(stage)),
        (
            any(path.startswith("/") for path in found),
            "Un chemin complet ne commence pas par « / » : attention quand path est vide.",
        ),
        (any("//" in path for path in found), "Il y a une barre de trop : deux barres se suivent."),
        (
            any(path.endswith("/") or path in TREE for path in found),
            "Les dossiers sont restés dans la liste : remplacez-les par ce qu'ils contiennent.",
        ),
        (set(found) == bare, "Ce sont des noms, et non des chemins complets : il leur manque le dossier."),
    ):
        if fault:
            return sentence
    return named(found, "Ce ne sont pas les chemins complets de tous les secrets.", *mistakes)


def lost(stage):
    """Return the sentence about a request that went to no folder of the tree, if there is one."""
    known = {f"{METADATA}/{quote(folder)}".rstrip("/") for folder in (*TREE, "imprimantes")}
    for request in stage.requests:
        if request.path.removesuffix("/") not in known:
            strayed = f"{request.path} n'est pas un dossier du coffre : comptez les barres."
            return named(request.path.removesuffix("/"), strayed, (f"{METADATA}/reseau", CUT))
    return ""


@inventaire
def test_an_absent_folder_is_empty(student, stage):
    """Un dossier absent (404) donne une liste vide"""
    growing(stage)
    found = listing(student, stage, path="imprimantes")
    mistakes = [
        (None, "None n'est pas une liste vide : la boucle for échouerait. Renvoyez []."),
        (Escaped("HTTPError"), "Un dossier absent lève HTTPError : testez d'abord le code 404."),
    ]
    assert found == [], named(found, "Un dossier absent doit donner une liste vide.", *mistakes)


@inventaire
def test_a_refused_listing_is_raised(student, stage):
    """Un refus (403) lève HTTPError"""
    denied(stage)
    found = listing(student, stage, KeyError="Vault a répondu 403 : appelez response.raise_for_status().")
    silent = (
        "Vault a répondu 403, et votre fonction renvoie une liste : un inventaire faux. Seul 404 vaut []."
    )
    assert found == Escaped("HTTPError"), lost(stage) or silent


@inventaire
def test_every_listing_has_its_token_and_timeout(student, stage):
    """Chaque requête a le jeton et le délai, celles des sous-dossiers aussi"""
    growing(stage)
    listing(student, stage, timeout=2)
    left = [[token_of(request), request.timeout] for request in stage.requests]
    late = "Une requête n'a pas attendu timeout secondes : transmettez aussi timeout à l'appel récursif."
    bare = "Une requête est partie sans le jeton : chacune porte l'en-tête X-Vault-Token."
    assert left == [[TOKEN, 2]] * len(left), bare if any(one[0] != TOKEN for one in left) else late
    few = "Il manque des requêtes : chaque dossier en demande une."
    assert len(left) >= len(TREE), lost(stage) or few


def growing(stage):
    """Let the stage hold the tree, whichever way a folder is asked for."""
    for folder, keys in TREE.items():
        for ending in ("", "/"):
            path = f"{METADATA}/{quote(folder)}".rstrip("/") + ending
            stage.route(path, Answer(respond=lambda request, keys=keys: _keys(request, keys)))
    for ending in ("", "/"):
        stage.route(f"{METADATA}/imprimantes{ending}", status=404, json=NOTHING)


def denied(stage):
    """Let the stage refuse to list anything."""
    for ending in ("", "/"):
        stage.route(f"{METADATA}{ending}", status=403, json=DENIED)


def _keys(request, keys):
    """Answer as Vault does: LIST, or GET with list=true, gives the names."""
    return (
        Answer(json={"data": {"keys": keys}})
        if _meant(request) == "LIST"
        else Answer(status=405, json=NOTHING)
    )


def listing(student, stage, timeout=10, path="", **sentences):
    """Return what the student's function lists, sorted, once its first request is right."""
    root = f"{METADATA}/{path}".rstrip("/")
    uncaught = {"HTTPError": UNCAUGHT.format("HTTPError"), **sentences}
    with asking(Listed(stage), "LIST", root, **uncaught):
        found = outcome(student.list_all, stage.url, TOKEN, path, timeout=timeout)
    return sorted(found, key=str) if isinstance(found, list) else found


class Listed:
    """The stage, its requests as Vault takes them: GET with list=true is LIST, a last slash is nothing."""

    def __init__(self, stage):
        self._stage = stage

    @property
    def requests(self):
        return [replace(one, method=_meant(one), target=one.path.rstrip("/")) for one in self._stage.requests]


def _meant(request):
    return "LIST" if request.query.get("list") == ["true"] else request.method


modification = question(
    "modification",
    lesson=LESSON,
    hints=[
        'La lecture donne le contenu, ["data"]["data"], et la version, ["data"]["metadata"]["version"].',
        "Deux dictionnaires se fusionnent ainsi : {**current, **changes}.",
        'Le corps du POST : {"data": …, "options": {"cas": version}}.',
        "raise_for_status() après chaque requête ; la nouvelle version est dans la seconde réponse.",
    ],
)
PRODUCTION = f"{DATA}/database/production"
CHANGES = {"password": "neuf", "port": 5433}
NO_WRITE = "Aucune écriture n'est arrivée : après la lecture, requests.post à la même URL."


@modification
def test_other_fields_are_kept(student, stage):
    """Les champs changent, les autres restent"""
    body = updated(student, stage)
    expected = {**SECRET, **CHANGES}
    unknown = "« port » manquait au secret : les champs nouveaux de changes s'écrivent aussi."
    alone = "Les autres champs sont perdus : écrire remplace tout le secret. Fusionnez avant d'écrire."
    flat = 'KV v2 attend le contenu sous « data » : json={"data": …, "options": …}.'
    reversed_ = "L'ancienne valeur a recouvert la nouvelle : {**contenu, **changes}, dans cet ordre."
    nested = 'C\'est l\'enveloppe qui est partie : le contenu est dans ["data"]["data"].'
    written = body.get("data")
    other = nested if "metadata" in (written or {}) else "Le contenu écrit n'est pas celui de l'énoncé."
    mistakes = [
        (CHANGES, alone),
        ({**CHANGES, **SECRET}, reversed_),
        ({**SECRET, "password": "neuf"}, unknown),
        (None, flat),
    ]
    assert written == expected, named(written, other, *mistakes)


@modification
def test_the_version_read_is_checked(student, stage):
    """L'écriture exige la version qui a été lue"""
    for version in (3, 8):
        stage.reset()
        checked = updated(student, stage, version).get("options")
        absent = 'L\'écriture part sans vérification : il manque "options": {"cas": version}.'
        ahead = "« cas » est la version lue, celle que vous remplacez, et non la suivante."
        zero = "cas = 0 n'écrit que si le secret n'existe pas encore : donnez la version lue."
        other = '« options » doit valoir {"cas": version}, avec la version lue.'
        mistakes = [(None, absent), ({"cas": version + 1}, ahead), ({"cas": 0}, zero)]
        assert checked == {"cas": version}, named(checked, other, *mistakes)


@modification
def test_the_new_version_is_returned(student, stage):
    """Le numéro de la nouvelle version est renvoyé"""
    serving(stage, version=3, new=7)
    deep = 'La réponse à une écriture n\'a pas de « metadata » : response.json()["data"]["version"].'
    with asking(stage, "GET", PRODUCTION, KeyError=deep):
        version = change(student, stage)
    guessed = "La nouvelle version est celle que donne la seconde réponse : ne la calculez pas."
    old = "C'est la version lue : renvoyez celle que donne la réponse du POST."
    other = 'La nouvelle version est dans la seconde réponse : response.json()["data"]["version"].'
    if not written_to(stage):
        other = NO_WRITE
    assert version == 7, named(version, other, (4, guessed), (3, old), (None, SILENT))


@modification
def test_a_conflict_is_raised(student, stage):
    """Un conflit (400) lève HTTPError, et n'est pas forcé"""
    serving(stage)
    for method in ("POST", "PUT"):
        stage.route(PRODUCTION, status=400, json=STALE, method=method)
    silent = (
        "Un autre a écrit avant vous (400), et rien ne le dit : raise_for_status() après l'écriture aussi."
    )
    with asking(stage, "GET", PRODUCTION, KeyError=silent):
        version = change(student, stage)
    assert version == Escaped("HTTPError"), silent
    forced = "Après le refus, votre fonction a réécrit de force : laissez l'appelant décider."
    writes = len(written_to(stage))
    assert writes == 1, named(writes, forced, (0, NO_WRITE))


@modification
def test_an_absent_secret_is_not_written(student, stage):
    """Un secret absent (404) lève HTTPError, et rien n'est écrit"""
    stage.route(PRODUCTION, status=404, json=NOTHING, method="GET")
    silent = "Vault a répondu 404 à la lecture : raise_for_status() avant d'en lire le corps."
    with asking(stage, "GET", PRODUCTION, KeyError=silent):
        version = change(student, stage)
    assert version == Escaped("HTTPError"), silent
    assert len(written_to(stage)) == 0, "La lecture a échoué, et votre fonction a écrit quand même."


@modification
def test_both_paths_are_encoded(student, stage):
    """Le chemin est encodé, à la lecture et à l'écriture"""
    path = f"{DATA}/reseau/vpn%23secours"
    serving(stage, path=path)
    serving(stage, path=f"{DATA}/reseau/vpn")
    outcome(student.update_secret, stage.url, TOKEN, "reseau/vpn#secours", dict(CHANGES))
    assert stage.requests, NO_REQUEST
    asked = {request.path for request in stage.requests}
    assert asked == {path}, CUT if f"{DATA}/reseau/vpn" in asked else "Le chemin n'est pas celui de l'énoncé."


@modification
def test_both_requests_have_their_token_and_timeout(student, stage):
    """Les deux requêtes ont le jeton et le délai"""
    serving(stage)
    with asking(stage, "GET", PRODUCTION):
        change(student, stage, timeout=2)
    left = [[token_of(request), request.timeout] for request in stage.requests]
    assert left == [[TOKEN, 2]] * 2, "Les deux requêtes doivent porter le jeton, et timeout=timeout."


def serving(stage, version=3, new=4, path=PRODUCTION):
    """Let the stage read this version and write that one."""
    stage.route(path, json=envelope(version), method="GET")
    for method in ("POST", "PUT"):
        stage.route(path, json={"data": {**SHEET, "version": new}}, method=method)


def change(student, stage, timeout=10):
    """Let the student's function change the password."""
    arguments = (stage.url, TOKEN, "database/production", dict(CHANGES))
    returned = outcome(student.update_secret, *arguments, timeout=timeout)
    blind = "Votre fonction écrit sans avoir lu : lisez d'abord, par un GET, le contenu et sa version."
    assert not written_to(stage) or stage.requests[0].method == "GET", blind
    return returned


def updated(student, stage, version=3):
    """Return the body that the student's function wrote."""
    serving(stage, version, version + 1)
    with asking(stage, "GET", PRODUCTION):
        change(student, stage)
    writes = written_to(stage)
    assert writes, NO_WRITE
    body = writes[0].json
    formed = "Le corps est parti en formulaire (data=) : Vault attend du JSON (json=)."
    assert isinstance(body, dict), formed
    return body


def written_to(stage):
    """List the writes that the stage saw."""
    return [request for request in stage.requests if request.method in ("POST", "PUT")]


explication = question(
    "explication",
    lesson=LESSON,
    hints=[
        "Commencez par ce que le code dit seul : moins de 400, 403, 503.",
        "Le corps peut ne pas être du JSON : try: body = response.json(), except requests.JSONDecodeError.",
        'body.get("data") peut valoir None : (body.get("data") or {}).get("metadata").',
        "Les messages, en un texte : ', '.join(body.get(\"errors\", [])).",
    ],
)
UNREADABLE = "Ce corps n'est pas du JSON, et .json() lève JSONDecodeError : attrapez-la."


@explication
def test_success(student, stage):
    """Un code inférieur à 400 est « ok », même sans corps"""
    for status, body in ((200, {"json": envelope()}), (204, {})):
        said = explained(student, stage, status, body, JSONDecodeError=UNREADABLE)
        assert said == "ok", f"Un {status} est un succès : « ok »."


@explication
def test_refused_and_sealed(student, stage):
    """403 est « refusé », 503 « scellé »"""
    page = {"text": "<h1>Maintenance</h1>"}
    for status, body, word in (
        (403, {"json": DENIED}, "refusé"),
        (503, {"json": {"errors": ["Vault is sealed"]}}, "scellé"),
        (503, page, "scellé"),
    ):
        said = explained(student, stage, status, body, JSONDecodeError=UNREADABLE)
        raw = (
            f"HTTP {status} : {', '.join(body.get('json', NOTHING)['errors'])}",
            f"{status} a son mot : {word}.",
        )
        unread = (f"HTTP {status}", f"Le code {status} suffit : testez-le avant de lire le corps.")
        assert said == word, named(said, f"Le code {status} se dit « {word} ».", raw, unread)


@explication
def test_absent_or_deleted(student, stage):
    """404 est « absent » ou « supprimé », selon son corps"""
    null = 'Ici, « data » vaut null (None) : .get("data", {}) donne alors None. Écrivez (… or {}).'
    missing = 'Un 404 n\'a pas toujours de champ « data » : body.get("data").'
    warned = {"data": None, "warnings": ["Invalid path for a versioned K/V secrets engine."]}
    for body, word in ((NOTHING, "absent"), (DELETED, "supprimé"), (warned, "absent")):
        said = explained(
            student, stage, 404, {"json": body}, KeyError=missing, TypeError=null, AttributeError=null
        )
        deleted = "Ce 404 porte la fiche d'une version, dans data puis metadata : le secret est supprimé."
        absent = "Ce 404 ne porte aucune fiche de version : le secret est absent."
        other = deleted if word == "supprimé" else absent
        assert said == word, named(said, other, ("HTTP 404 : ", "Un 404 a ses propres mots."))


@explication
def test_other_errors_say_why(student, stage):
    """Les autres refus donnent les messages de Vault"""
    several = {"errors": ["no data provided", "cas is required"]}
    for status, body, text in (
        (400, STALE, f"HTTP 400 : {STALE['errors'][0]}"),
        (405, several, "HTTP 405 : no data provided, cas is required"),
    ):
        said = explained(student, stage, status, {"json": body})
        silent = "Il manque les messages que Vault donne dans « errors »."
        first = "Il n'y a que le premier message : séparez-les tous par une virgule et une espace."
        joined = ", ".join(body["errors"])
        listed = "Les messages sont affichés comme une liste Python : ', '.join(…) en fait un texte."
        mistakes = [
            (f"HTTP {status}", silent),
            (f"HTTP {status} : {body['errors'][0]}", first),
            (f"HTTP {status} : {body['errors']}", listed),
            (f"HTTP {status}: {joined}", "Il faut une espace avant le deux-points aussi : « HTTP 400 : »."),
            (f"HTTP {status} : {' '.join(body['errors'])}", "Entre deux messages : une virgule, une espace."),
            (f"HTTP 400 : {joined}", "400 n'est qu'un exemple : écrivez le code de la réponse."),
        ]
        assert said == text, named(
            said, "Le texte attendu est « HTTP », le code, puis les messages.", *mistakes
        )


@explication
def test_no_message(student, stage):
    """Sans message de Vault, il reste le code"""
    missing = 'Ce corps n\'a pas de champ « errors » : body.get("errors", []).'
    page = "Ce corps n'est pas du JSON : ce n'est pas Vault qui répond. Le texte attendu est « HTTP {} »."
    for status, body, said_wrong in (
        (502, {"text": "<h1>Bad Gateway</h1>"}, page),
        (404, {"text": "<h1>Not Found</h1>"}, page),
        (429, {"json": {"standby": True}}, "Aucun message à montrer : le texte attendu est « HTTP {} »."),
    ):
        said = explained(student, stage, status, body, JSONDecodeError=UNREADABLE, KeyError=missing)
        said = said.rstrip(" :") if isinstance(said, str) else said
        assert said == f"HTTP {status}", said_wrong.format(status)


def explained(student, stage, status, body, **sentences):
    """Return what the student's function says of an answer; ``sentences[X]`` is said where it raises X."""
    stage.reset()
    url = stage.route("/v1/secret/data/a", status=status, **body).url
    response = student.run(f"__import__('requests').get({url!r}, timeout=5)")
    with asking(stage, "GET", "/v1/secret/data/a", **sentences):
        said = student.explain(response)
    return said.replace("\u00a0", " ") if isinstance(said, str) else said
