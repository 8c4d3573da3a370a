"""Vérifications de la leçon 01, « Principes REST »."""

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from grader.checks import choice, question, right, wrong
from grader.checks.diagnosis import Escaped, asking, first_request, named, outcome
from grader.stage import Answer
from grader.student.handle import StudentError

LESSON = "01_principes_rest"

choice(
    "bonne-url",
    "Une API REST doit permettre de retirer `web-03` de l'inventaire. Quelle requête choisissez-vous ?",
    [
        wrong(
            "`GET /servers/web-03/delete`",
            "Un GET est censé ne rien changer : un robot d'indexation ou un cache qui suit ce lien "
            "supprimerait le serveur. C'est la méthode qui dit l'action, pas l'URL.",
        ),
        wrong(
            "`POST /deleteServer?name=web-03`",
            "C'est un appel de fonction déguisé en URL. En REST, l'URL nomme une ressource (un nom, pas un "
            "verbe) et la méthode dit ce qu'on en fait.",
        ),
        right(
            "`DELETE /servers/web-03`",
            "Oui : l'URL nomme la ressource, la méthode dit ce qu'on en fait.",
        ),
        wrong(
            "`DELETE /servers`, avec le nom `web-03` dans le corps",
            "L'URL désigne ici toute la collection : c'est elle que vous demandez de supprimer. Chaque "
            "serveur a sa propre adresse.",
        ),
    ],
)

choice(
    "methodes-sures",
    "Votre supervision ne doit rien pouvoir changer au service qu'elle observe. Quelles méthodes lui "
    "laissez-vous ?",
    [
        right("`GET`", "Oui : lire ne change rien, la méthode est sûre."),
        wrong(
            "`DELETE`",
            "Vous confondez « idempotente » et « sûre ». DELETE est idempotente (une fois ou dix, même "
            "état), mais la première fois change bel et bien quelque chose.",
        ),
        right("`HEAD`", "Oui : c'est un GET sans le corps de la réponse, sûr lui aussi."),
        wrong(
            "`PUT`",
            "Vous confondez « idempotente » et « sûre ». Remplacer deux fois donne le même état, mais ce "
            "n'est pas celui d'avant.",
        ),
    ],
)

choice(
    "delete-idempotent",
    "`DELETE /servers/web-03` répond 204, puis 404 au second envoi. La méthode est-elle idempotente ?",
    [
        wrong(
            "Non : les deux réponses diffèrent.",
            "Vous comparez les réponses. L'idempotence parle de l'état de la ressource : après un envoi "
            "comme après deux, le serveur n'est plus là.",
        ),
        wrong(
            "Non : le second envoi est une erreur.",
            "Le 404 constate que la ressource n'existe plus, ce qui est exactement ce que vous vouliez. "
            "L'état, lui, n'a pas bougé entre les deux envois.",
        ),
        right(
            "Oui : après un envoi ou après deux, l'état est le même.",
            "Oui : une fois ou dix fois, la ressource a disparu. Seules les réponses changent.",
        ),
        wrong(
            "Oui : une suppression ne change rien.",
            "La conclusion est juste, pas la raison : ce serait dire que la méthode est sûre. Elle change "
            "quelque chose, mais une seule fois.",
        ),
    ],
)

choice(
    "put-ou-patch",
    "Vous voulez changer le système (`os`) de `web-01`, et rien d'autre ; un collègue est peut-être en train "
    "d'agrandir son disque. Quelle requête envoyez-vous ?",
    [
        wrong(
            "`PUT`, avec le champ `os` seul",
            "PUT remplace toute la ressource : il manque des champs. Une API stricte refuse (422), une autre "
            "perd le reste.",
        ),
        right(
            '`PATCH`, avec `{"os": "Debian 13"}`',
            "Oui : seul ce champ change, et comme vous envoyez une valeur et non un ajout, la requête peut "
            "être relancée.",
        ),
        wrong(
            "`PUT`, avec tous les champs, lus ce matin",
            "Vous remettriez le disque à sa taille de ce matin, et effaceriez le travail du collègue.",
        ),
        wrong(
            "`POST`, avec tous les champs",
            "POST ajoute une ressource à une collection ; ici elle existe déjà, à une adresse connue.",
        ),
    ],
)

choice(
    "401-ou-403",
    "Votre script envoie un jeton valide et reçoit 403. Que faites-vous ?",
    [
        wrong(
            "Je redemande un jeton.",
            "Ce serait le remède d'un 401 : « je ne sais pas qui vous êtes ». Ici, le service vous a "
            "reconnu ; un autre jeton du même compte donnera le même refus.",
        ),
        wrong(
            "J'attends et je relance.",
            "Un 403 n'est pas une panne passagère : la même requête aura la même réponse.",
        ),
        right(
            "Je fais ouvrir le droit à ce compte, ou je change de compte.",
            "Oui : 403 veut dire « je sais qui vous êtes, et c'est non ».",
        ),
    ],
)

choice(
    "301-ou-302",
    "Une API que vous appelez répond désormais 301 à toutes vos requêtes `GET`. Que faites-vous ?",
    [
        wrong(
            "Rien : requests suit la redirection.",
            "Cela marche encore, au prix de deux requêtes au lieu d'une, jusqu'au jour où l'ancienne "
            "adresse sera fermée ; et un POST s'y transformerait en GET.",
        ),
        right(
            "Je corrige l'adresse dans mes scripts.",
            "Oui : 301, le déménagement est définitif ; l'adresse à employer désormais est dans Location.",
        ),
        wrong(
            "J'attends : l'ancienne adresse va revenir.",
            "Vous pensez au 302, qui est temporaire. 301 veut dire « déménagé pour de bon ».",
        ),
        wrong(
            "Je préviens l'équipe du service : il est en panne.",
            "Une panne serait un 5xx. Un 3xx est une réponse normale : la ressource est ailleurs.",
        ),
    ],
)

choice(
    "qui-agit",
    "Quelles réponses sont à traiter par votre équipe, qui a écrit le script, plutôt que par celle du "
    "service ?",
    [
        right("422", "Oui : une valeur de votre requête n'est pas valide ; vous seuls pouvez la corriger."),
        wrong(
            "502",
            "Ce n'est pas votre requête : une passerelle du service n'obtient pas de réponse du serveur qui "
            "est derrière elle.",
        ),
        right("415", "Oui : le corps n'est pas dans le format attendu, par exemple data= au lieu de json=."),
        wrong("500", "C'est un défaut du programme d'en face : signalez-le, mais vous n'y pouvez rien."),
        right(
            "429",
            "Oui : le service va bien, c'est votre script qui demande trop souvent. À lui d'attendre.",
        ),
    ],
)


famille = question(
    "famille",
    lesson=LESSON,
    hints=[
        "La famille est le premier chiffre du code : 404 est de la famille 4.",
        "La division entière le donne : 404 // 100 vaut 4.",
        'Un dictionnaire {2: "succès", …} et sa méthode .get(chiffre, "autre") suffisent.',
    ],
)
KNOWN = {
    "succès": (200, 201, 204),
    "redirection": (301, 302, 304),
    "erreur du client": (400, 401, 403, 404, 429),
    "erreur du serveur": (500, 502, 503),
}
UNKNOWN = {
    "succès": (206, 299),
    "redirection": (300, 308, 399),
    "erreur du client": (418, 499),
    "erreur du serveur": (501, 599),
    "autre": (100, 0, 199, 600),
}


@famille
def test_known_codes(student):
    """Les codes du dictionnaire ont leur famille"""
    for expected, codes in KNOWN.items():
        for status in codes:
            _assert_family(student, status, expected)


@famille
def test_unknown_codes(student):
    """Un code inconnu a la famille de son premier chiffre"""
    for expected, codes in UNKNOWN.items():
        for status in codes:
            _assert_family(student, status, expected)


def _assert_family(student, status, expected):
    got = _family(student, status)
    nothing = (
        f"Votre fonction ne renvoie rien pour {status} : il manque un return, ou ce cas n'est pas prévu."
    )
    neighbour = f"{status} est rangé dans une autre famille : vérifiez vos bornes, ou divisez par 100 (//)."
    digit = f"{status} : c'est le premier chiffre qui donne la famille ; status // 100 le calcule."
    spelling = "Ce texte n'est pas dans l'énoncé : recopiez-le, avec ses accents et sans majuscule."
    absent = f"{status} n'a pas de clé dans votre dictionnaire : sa méthode .get prévoit ce cas."
    mistakes = [
        (None, nothing),
        (Escaped("KeyError"), absent),
        ("autre", digit),
        *((family, neighbour) for family in KNOWN),
    ]
    assert got == expected, named(got, spelling, *mistakes)


def _family(student, status):
    """Return the family that the student gives, or the KeyError of a dictionary that lacks it."""
    try:
        return student.family(status)
    except StudentError as error:
        if "KeyError" not in error.types:
            raise
        return Escaped("KeyError")


relancer = question(
    "relancer",
    lesson=LESSON,
    hints=[
        "Traitez d'abord le 429, qui vaut pour toutes les méthodes.",
        "Pour les 5xx : 500 <= status <= 599, et la méthode doit être idempotente.",
        'Les méthodes idempotentes du tableau : method in ("GET", "PUT", "DELETE").',
    ],
)
IDEMPOTENT, OTHERS = ("GET", "PUT", "DELETE"), ("POST", "PATCH")


@relancer
def test_failures_of_the_server(student):
    """Après un 5xx, seule une méthode idempotente se relance"""
    for status in (502, 500, 503, 504):
        for method in IDEMPOTENT:
            got = student.is_safe_to_retry(method, status)
            lost = f"{method} est idempotente : après un {status}, la relancer est sans risque."
            few = "Vous n'acceptez que certains 5xx : 504 en est un aussi (500 <= status <= 599)."
            assert got is True, _undecided(got) or (few if status == 504 else lost)
        for method in OTHERS:
            got = student.is_safe_to_retry(method, status)
            created = (
                "Après un 5xx, le serveur a peut-être créé la ressource : relancer un POST risque le doublon."
            )
            patched = "PATCH n'est pas garantie idempotente : « +10 » s'ajouterait une seconde fois."
            assert got is False, _undecided(got) or (created if method == "POST" else patched)


@relancer
def test_too_many_requests(student):
    """Après un 429, toute méthode se relance"""
    for method in (*IDEMPOTENT, *OTHERS):
        got = student.is_safe_to_retry(method, 429)
        refused = f"Après un 429, rien n'a été traité : même un {method} peut être relancé."
        assert got is True, _undecided(got) or refused


@relancer
def test_nothing_to_retry(student):
    """Le reste ne se relance pas"""
    done = "{} {} : la requête a abouti, il n'y a rien à relancer."
    same = "{} {} : la même requête aura la même réponse ; la relancer est inutile."
    for method in IDEMPOTENT:
        for status in (200, 204, 304, 400, 404, 422):
            got = student.is_safe_to_retry(method, status)
            assert got is False, _undecided(got) or (done if status < 400 else same).format(method, status)


def _undecided(got):
    """Say that this value is neither True nor False, if it is not."""
    if isinstance(got, bool):
        return ""
    nothing = "Votre fonction ne renvoie rien dans ce cas : il manque return True ou return False."
    chain = "Votre « or » ne compare pas chaque méthode : écrivez method in, puis leurs noms."
    mistakes = ((None, nothing), *((method, chain) for method in (*IDEMPOTENT, *OTHERS)))
    return named(got, "Renvoyez True ou False, sans guillemets, et rien d'autre.", *mistakes)


negociation = question(
    "negociation",
    lesson=LESSON,
    hints=[
        'Première demande : requests.get(url, headers={"Accept": "text/csv"}, timeout=10).',
        "Si response.status_code vaut 406, demandez à nouveau, avec application/json.",
        'Le type sans ses paramètres : response.headers["Content-Type"].split(";")[0].',
    ],
)
TABLE = "name,disk_gb\r\nweb-01,40\r\n"
ROWS = '[{"name": "web-01", "disk_gb": 40}]'
PAGE = "<table><tr><td>web-01</td></tr></table>"
NOT_TEXT = "Le corps est attendu en texte : response.text, et non response.json() ou response.content."


@negociation
def test_csv_is_preferred(student, stage):
    """Le CSV est choisi quand le serveur en a"""
    got = _negotiated(student, stage, "/servers", "application/json", "text/csv", "text/html")
    unasked = "Le serveur a aussi du CSV : dites que vous le préférez, avec l'en-tête Accept."
    other = _misread_pair(got, TABLE) or "Ce n'est pas l'inventaire en CSV."
    mistakes = ((["application/json", ROWS], unasked),)
    assert got == ["text/csv", TABLE], named(got, other, *mistakes)
    _assert_asked_once(stage, "La première réponse était déjà du CSV : la seconde requête est de trop.")


@negociation
def test_json_otherwise(student, stage):
    """Sans CSV (406), l'inventaire vient en JSON"""
    got = _negotiated(student, stage, "/inventory", "application/json")
    refused = "Le serveur a répondu 406, et votre fonction a rendu ce refus : redemandez en application/json."
    guessed = "Ce type n'est pas celui que le serveur déclare : lisez l'en-tête Content-Type de la réponse."
    other = _misread_pair(got, ROWS) or "Ce n'est pas l'inventaire en JSON."
    media_type = got[0] if isinstance(got, list) and got else None
    mistakes = ((["text/csv", ROWS], guessed), ([media_type, "Not Acceptable"], refused))
    assert got == ["application/json", ROWS], named(got, other, *mistakes)


@negociation
def test_the_answer_says_what_it_is(student, stage):
    """Un serveur qui ignore Accept est cru sur ce qu'il déclare"""
    stage.route("/page", text=PAGE, headers={"Content-Type": "text/html; charset=utf-8"})
    with asking(stage, "GET", "/page"):
        got = student.negotiate(stage.url + "/page")
    believed = (
        "Vous annoncez du CSV, mais c'est une page HTML : le type se lit dans Content-Type, pas dans Accept."
    )
    other = _misread_pair(got, PAGE) or "Renvoyez le type que le serveur déclare, et le texte du corps."
    assert got == ["text/html", PAGE], named(got, other, (["text/csv", PAGE], believed))


@negociation
def test_only_a_406_asks_again(student, stage):
    """Seul un 406 fait redemander"""
    stage.route("/broken", status=503, text="Service Unavailable")
    with asking(stage, "GET", "/broken"):
        outcome(student.negotiate, stage.url + "/broken")
    _assert_asked_once(stage, "Un 503 n'est pas un 406 : il ne dit pas que le CSV manque. Ne redemandez pas.")


def _assert_asked_once(stage, sentence):
    count = len(stage.requests)
    assert count == 1, sentence


def _negotiated(student, stage, path, *offered):
    """Return what the student gets from a server that has these representations, its favourite first."""
    texts = {"application/json": ROWS, "text/csv": TABLE, "text/html": PAGE}
    parameters = {"text/csv": "; header=present; charset=utf-8"}

    def respond(exchange):
        accept = parse_accept_header(exchange.headers.get("Accept", "*/*"), MIMEAccept)
        kind = accept.best_match(offered)
        if kind is None:
            return Answer(status=406, text="Not Acceptable")
        declared = kind + parameters.get(kind, "; charset=utf-8")
        return Answer(body=texts[kind].encode(), headers={"Content-Type": declared})

    stage.route(path, respond=respond)
    with asking(stage, "GET", path):
        return student.negotiate(stage.url + path)


def _misread_pair(answer, text):
    """Say what is wrong with the form of the two values, whatever the representation."""
    if not isinstance(answer, list) or len(answer) != 2:
        return "Votre fonction doit renvoyer deux valeurs : return media_type, response.text."
    if answer[0] == text:
        return "Les deux valeurs sont dans l'autre ordre : le type d'abord, le texte ensuite."
    if not isinstance(answer[1], str):
        return NOT_TEXT
    if ";" in str(answer[0]):
        return "Le type est renvoyé avec ses paramètres : gardez ce qui précède le premier « ; »."
    return ""


cache = question(
    "cache",
    lesson=LESSON,
    hints=[
        'L\'empreinte part dans un en-tête : headers={"If-None-Match": etag}.',
        "Si response.status_code vaut 304, le corps est vide : renvoyez None et etag.",
        'Sinon : return response.text, response.headers["ETag"].',
    ],
)
OLD, FRESH = '"v1-abc"', '"v2-def"'
TWICE = "Une requête suffit : la réponse à la première dit déjà tout."


@cache
def test_first_time(student, stage):
    """La première fois, tout est téléchargé, sans condition"""
    _serve(stage)
    with asking(stage, "GET", "/servers"):
        got = student.fetch_if_changed(stage.url + "/servers", None)
    sent = first_request(stage, "GET", "/servers").headers.get("If-None-Match")
    text = (
        "Sans empreinte, vous avez envoyé le texte « None » : n'envoyez pas l'en-tête, ou laissez-le à None."
    )
    assert sent is None, text
    assert got == [ROWS, FRESH], _misread(got)
    _assert_asked_once(stage, TWICE)


@cache
def test_unchanged(student, stage):
    """Rien n'a changé (304) : None, et l'empreinte inchangée"""
    _serve(stage)
    with asking(stage, "GET", "/servers"):
        got = student.fetch_if_changed(stage.url + "/servers", FRESH)
    _assert_told(stage, FRESH)
    empty = "Le 304 n'a pas de corps, et ce texte vide n'est pas l'inventaire : renvoyez None."
    forgotten = "Vous avez perdu l'empreinte : la fois suivante téléchargerait tout. Renvoyez-la avec None."
    alone = "Il faut deux valeurs, même après un 304 : return None, etag."
    other = "Après un 304, renvoyez None et l'empreinte."
    mistakes = ((["", FRESH], empty), ([None, None], forgotten), (None, alone))
    assert got == [None, FRESH], named(got, other, *mistakes)
    _assert_asked_once(stage, TWICE)


@cache
def test_changed(student, stage):
    """La ressource a changé : le nouveau texte et la nouvelle empreinte"""
    _serve(stage)
    with asking(stage, "GET", "/servers"):
        got = student.fetch_if_changed(stage.url + "/servers", OLD)
    _assert_told(stage, OLD)
    assert got == [ROWS, FRESH], _misread(got)
    _assert_asked_once(stage, TWICE)


def _serve(stage):
    """Let the stage answer 304 to those who have its present state."""

    def respond(exchange):
        if exchange.headers.get("If-None-Match") == FRESH:
            return Answer(status=304, headers={"ETag": FRESH})
        return Answer(body=ROWS.encode(), headers={"ETag": FRESH, "Content-Type": "application/json"})

    stage.route("/servers", respond=respond)


def _assert_told(stage, tag):
    headers = first_request(stage, "GET", "/servers").headers
    sent = headers.get("If-None-Match")
    absent = "L'empreinte n'est pas partie : elle va dans l'en-tête If-None-Match."
    if headers.get("If-Match"):
        absent = "If-Match est l'inverse : « seulement si c'est encore celle-ci ». Il faut If-None-Match."
    bare = "L'empreinte est partie sans ses guillemets, ou avec d'autres : envoyez-la telle que reçue."
    assert sent == tag, named(sent, bare, (None, absent))


def _misread(got):
    """Say what is wrong with the pair of text and tag."""
    if not isinstance(got, list) or len(got) != 2:
        return 'Il faut deux valeurs : return response.text, response.headers["ETag"].'
    if got[0] == FRESH:
        return "Les deux valeurs sont dans l'autre ordre : le texte d'abord, l'empreinte ensuite."
    if not isinstance(got[0], str):
        return NOT_TEXT
    stale = 'Vous renvoyez l\'ancienne empreinte : la nouvelle est dans response.headers["ETag"].'
    bare = "Les guillemets font partie de l'empreinte : renvoyez-la telle que reçue."
    other = "Ce n'est ni ce texte, ni cette empreinte."
    return named(got[1], other, (OLD, stale), (None, stale), (FRESH.strip('"'), bare))
