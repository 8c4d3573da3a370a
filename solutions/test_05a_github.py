"""Vérifications de la leçon 05a, « L'API de GitHub »."""

from contextlib import contextmanager

from grader.checks import choice, question, right, wrong
from grader.checks.diagnosis import Escaped, asking, named, outcome
from grader.stage import Answer
from grader.student.handle import StudentError

LESSON = "05a_github"

choice(
    "suivre-next",
    "Pourquoi suivre l'adresse `next` plutôt que d'ajouter 1 au numéro de page ?",
    [
        wrong(
            "Parce que GitHub refuse le paramètre `page`.",
            "Non : la première adresse l'accepte, et `next` elle-même le contient souvent.",
        ),
        wrong(
            "Parce que `next` évite d'envoyer le jeton à chaque page.",
            "Non : chaque requête est indépendante et doit porter le jeton, la page 2 comme la première.",
        ),
        right(
            "Parce que le serveur sait seul où est la suite, et s'il y en a une.",
            "Oui : certaines listes n'ont pas de numéros de page mais un curseur, et l'absence de `next` dit "
            "où s'arrêter sans requête de trop.",
        ),
        wrong(
            "Parce que toutes les pages arrivent alors en une seule requête.",
            "Non : il faut toujours une requête par page ; `next` évite seulement celle de trop.",
        ),
    ],
)

choice(
    "compter-les-tickets",
    "Le dépôt annonce `open_issues_count: 10`. Combien de tickets, pull requests exclues, sont ouverts ?",
    [
        wrong("10, puisque c'est le nombre d'issues.", "Non : ce champ compte aussi les pull requests."),
        right(
            "On ne peut pas le savoir sans lire la liste.",
            "Oui : ce champ additionne les deux ; il faut lire `/issues` et écarter les éléments qui ont la "
            "clé `pull_request`.",
        ),
        wrong(
            "10 moins le nombre d'éléments dont `state` vaut `closed`.",
            "Non : ce champ ne compte déjà que ce qui est ouvert ; ce sont les pull requests qu'il faut "
            "retirer.",
        ),
    ],
)

choice(
    "404-inattendu",
    "Votre script de nuit reçoit 404 sur `myorg/paie`, que vous voyez pourtant dans votre navigateur. "
    "Que vérifiez-vous en premier ?",
    [
        right(
            "Les droits du jeton du script.",
            "Oui : le navigateur a vos droits, le script ceux de son jeton, et un dépôt privé qu'il ne peut "
            "pas lire répond 404.",
        ),
        wrong(
            "Si le jeton a expiré.",
            "Non : un jeton expiré ou révoqué donne 401, même sur un dépôt public.",
        ),
        wrong(
            "Si la limite de débit est atteinte.",
            "Non : la limite donne 403 ou 429, avec `Retry-After` ou `X-RateLimit-Remaining: 0`.",
        ),
        wrong(
            "Si GitHub est en panne : il faut réessayer plus tard.",
            "Non : une panne donne un code 5xx ; ce 404 reviendra à chaque essai.",
        ),
    ],
)

choice(
    "que-coute-un-304",
    "Qu'économise une requête conditionnelle qui reçoit 304 ? (Plusieurs réponses.)",
    [
        wrong(
            "L'aller-retour avec GitHub.",
            "Non : la requête part et la réponse revient. Seul un cache local, qui ne demanderait rien à "
            "GitHub, l'économiserait.",
        ),
        right("Le transfert du corps de la réponse.", "Oui : un 304 n'a pas de corps."),
        right(
            "Une requête de votre limite, si vous envoyez un jeton valable.",
            "Oui : GitHub ne décompte pas un 304 quand la requête porte un jeton valable.",
        ),
        wrong(
            "Le stockage de la dernière version chez vous.",
            "Non, au contraire : un 304 ne contient rien, vous devez avoir gardé la version précédente.",
        ),
    ],
)

en_tetes = question(
    "en-tetes",
    lesson=LESSON,
    hints=[
        "Commencez par le dictionnaire des trois en-têtes qui ne changent pas.",
        "Ajoutez Authorization seulement si token is not None.",
        'headers["Authorization"] = f"Bearer {token}"',
    ],
)
EXPECTED = {
    "Authorization": "Bearer jeton-7",
    "Accept": "application/vnd.github+json",
    "X-GitHub-Api-Version": "2022-11-28",
    "User-Agent": "inventaire/1.0",
}


@en_tetes
def test_token_is_a_bearer(student):
    """Le jeton est annoncé par « Bearer »"""
    sent = _headers(student, "jeton-7").get("authorization")
    old = "« token » est l'ancienne écriture : le mot attendu est « Bearer »."
    bare = "Il manque le mot « Bearer » et une espace devant le jeton."
    absent = "Il n'y a pas d'en-tête Authorization, alors qu'un jeton est donné."
    other = "L'en-tête attendu est le mot « Bearer », une espace, puis le jeton."
    mistakes = (("token jeton-7", old), ("jeton-7", bare), (None, absent))
    assert sent == "Bearer jeton-7", named(sent, other, *mistakes)


@en_tetes
def test_other_headers_are_those_of_today(student):
    """Les trois autres en-têtes sont ceux de l'énoncé"""
    headers = _headers(student, "jeton-7")
    for name in ("Accept", "X-GitHub-Api-Version", "User-Agent"):
        got = headers.get(name.lower())
        old = "C'est l'ancien type de GitHub : la version a désormais son propre en-tête."
        plain = "Ce type convient à bien des API, mais GitHub demande le sien."
        mistakes = (
            (None, f"Il n'y a pas d'en-tête {name}."),
            ("application/vnd.github.v3+json", old),
            ("application/json", plain),
        )
        other = f"L'en-tête {name} n'a pas la valeur de l'énoncé."
        assert got == EXPECTED[name], named(got, other, *mistakes)


@en_tetes
def test_no_token_no_authorization(student):
    """Sans jeton, il n'y a pas d'en-tête Authorization"""
    got = _headers(student, None).get("authorization", "absent")
    none = "Sans jeton, vous envoyez le mot « None » : GitHub répondrait 401, même à ce qui est public."
    empty = "L'en-tête est là, mais vide : il ne doit pas être dans le dictionnaire."
    other = "Sans jeton, le dictionnaire n'a pas d'en-tête Authorization."
    assert got == "absent", named(got, other, ("Bearer None", none), (None, empty), ("", empty))


def _headers(student, token):
    """Return the dictionary that the student's function builds, names in lower case."""
    headers = student.github_headers(token)
    returned = "Votre fonction ne renvoie rien : terminez-la par return."
    other = "Votre fonction doit renvoyer un dictionnaire."
    kind = "un dictionnaire" if isinstance(headers, dict) else headers
    assert kind == "un dictionnaire", named(headers, other, (None, returned))
    return {name.lower(): value for name, value in headers.items()}


etiquettes = question(
    "etiquettes",
    lesson=LESSON,
    hints=[
        "Il faut une boucle : while url: … avec, à la fin, l'adresse de la page suivante ou None.",
        'response.links.get("next", {}).get("url") donne cette adresse, ou None quand il n\'y en a plus.',
        'params={"per_page": 100} ne sert qu\'à la première requête : après elle, params = None.',
    ],
)
LABELS = "/repos/myorg/infra/labels"
ENDLESS = 12  # requests, where three would do
SORTED = "Vous avez trié les noms : gardez l'ordre reçu."


@etiquettes
def test_one_page(student, stage):
    """Une seule page, sans Link : les noms, en une requête"""
    received = ["réseau", "bug"]
    _pages(stage, received, path="/repos/equipe/wiki/labels")
    names = _list_labels(student, stage, "equipe", "wiki")
    other = "Ce ne sont pas les noms des étiquettes, dans l'ordre reçu."
    whole = "Votre fonction renvoie les étiquettes entières : gardez leur champ « name »."
    nested = "Une liste dans une liste : names.extend(…) ajoute les noms un à un, names.append(…) les groupe."
    mistakes = ((_rows(received), whole), (sorted(received), SORTED), ([received], nested))
    assert names == received, named(names, other, *mistakes)
    _count(stage, 1)


@etiquettes
def test_every_page_is_read(student, stage):
    """Les pages suivantes se lisent à l'adresse de « next »"""
    _pages(stage, ["stockage"], ["bug"], ["réseau"])
    names = _list_labels(student, stage)
    first = "Vous n'avez lu que la première page : suivez response.links tant qu'il y a « next »."
    other = "Il manque des étiquettes, ou l'ordre a changé."
    mistakes = (
        (["stockage"], first),
        (["stockage", "bug"], "Il manque la dernière page."),
        (["bug", "réseau", "stockage"], SORTED),
    )
    assert names == ["stockage", "bug", "réseau"], named(names, other, *mistakes)
    _count(stage, 3)


@etiquettes
def test_next_is_followed_as_it_is(student, stage):
    """L'adresse « next » est suivie telle quelle, et chaque page a son délai"""
    _pages(stage, ["bug"], ["réseau"])
    _list_labels(student, stage)
    targets = [request.target for request in stage.requests]
    doubled = (
        "Les paramètres sont partis une seconde fois : « next » les contient déjà, oubliez params ensuite."
    )
    guessed = "La deuxième page a été demandée à une adresse composée par vous : « next » la donne."
    other = "La deuxième requête n'est pas celle que « next » demande."
    wrong_target = targets[1] if len(targets) > 1 else ""
    known = ((True, doubled),) if wrong_target.startswith(_next_target(2) + "&") else ()
    known = known or (((True, guessed),) if wrong_target.startswith(LABELS) else ())
    assert targets[1:] == [_next_target(2)], named(True, other, *known)
    timeouts = [request.timeout for request in stage.requests]
    unset = "Une requête est partie sans le délai demandé : timeout=timeout, à chaque page."
    assert timeouts == [2, 2], unset


@etiquettes
def test_a_hundred_a_page(student, stage):
    """La première requête demande cent étiquettes par page"""
    _pages(stage, ["bug"])
    _list_labels(student, stage)
    sent = stage.requests[0].query.get("per_page")
    absent = "Sans per_page, GitHub n'en donne que trente par page : trois fois plus de requêtes."
    assert sent == ["100"], named(sent, "Demandez per_page=100, le maximum.", (None, absent))


@etiquettes
def test_refused_list_is_raised(student, stage):
    """Un refus (404) lève HTTPError, même en page 2"""
    unread = "GitHub a répondu 404 et ce corps n'est pas une liste d'étiquettes : raise_for_status() d'abord."
    for pages in ([], [["bug"]]):
        stage.reset()
        _pages(stage, *pages, refused=True)
        with asking(stage, "GET", LABELS, TypeError=unread, KeyError=unread, AttributeError=unread):
            names = _listed(outcome(student.list_labels, "myorg", "infra", base_url=stage.url, timeout=2))
        silent = "GitHub a répondu 404 et rien ne le dit : appelez raise_for_status() à chaque page."
        assert names == Escaped("HTTPError"), silent


def _rows(names):
    return [{"id": number, "name": name, "color": "ededed"} for number, name in enumerate(names, 1)]


def _next_target(number):
    return f"/repositories/70013/labels?per_page=100&after=Y3Vyc29y{number}"


def _pages(stage, *pages, path=LABELS, refused=False):
    """Let the stage give these pages, each linked to its neighbours; ``refused``: and then a 404."""

    def respond(exchange):
        if len(stage.requests) > ENDLESS:
            return Answer(status=500, json=[])
        place = "page" if exchange.path == path else "after"
        number = int(exchange.query.get(place, ["1"])[0][-1])
        if number > len(pages):
            return Answer(status=404, json={"message": "Not Found"}) if refused else Answer(json=[])
        follows = number < len(pages) or refused
        targets = {"prev": _next_target(number - 1)} if number > 1 else {}
        targets |= {"next": _next_target(number + 1)} if follows else {}
        link = ", ".join(f'<{stage.url}{target}>; rel="{name}"' for name, target in targets.items())
        return Answer(json=_rows(pages[number - 1]), headers={"Link": link} if link else {})

    for routed in (path, "/repositories/70013/labels"):
        stage.route(routed, respond=respond)


def _list_labels(student, stage, owner="myorg", repo="infra"):
    unread = (
        'La dernière page n\'a pas de « next » : response.links.get("next"), et non response.links["next"].'
    )
    endless = (
        "Votre boucle redemande sans fin les mêmes pages : url doit devenir l'adresse de « next », ou None."
    )
    with asking(stage, "GET", f"/repos/{owner}/{repo}/labels", KeyError=unread, HTTPError=endless):
        return _listed(student.list_labels(owner, repo, base_url=stage.url, timeout=2))


def _listed(names):
    yielded = "Avec yield, rien ne part tant que personne ne parcourt le résultat : renvoyez une liste."
    assert "generator" not in repr(names), yielded
    return names


def _count(stage, expected):
    sent = len(stage.requests)
    guessed = "Une requête de trop : sans « next », il n'y a plus de page, inutile d'en demander une vide."
    assert sent == expected, named(sent, "Ce n'est pas une requête par page.", (expected + 1, guessed))


attente = question(
    "attente",
    lesson=LESSON,
    hints=[
        "Retry-After passe avant tout : s'il est là, c'est la réponse, convertie par int().",
        'Les valeurs des en-têtes sont des textes : X-RateLimit-Remaining se compare à "0".',
        'Le reste : max(int(headers["X-RateLimit-Reset"]) - now, 0)',
    ],
)
RESET = 1_767_607_200  # 2026-01-05T10:00:00Z
EXHAUSTED = {"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(RESET)}


@attente
def test_wait_until_reset(student):
    """Limite épuisée : jusqu'à la date de remise à zéro"""
    got = _wait(student, EXHAUSTED, RESET - 90)
    assert got == 90, _why_not_90(student, got)


def _why_not_90(student, got):
    """Tell mistakes apart by what the function says of another time."""
    date = "C'est une date, en secondes depuis 1970 : retirez-lui now pour obtenir une durée."
    backwards = "La soustraction est à l'envers : la date moins now."
    zero = (
        'Il reste 0 requête : il faut attendre. Attention, l\'en-tête est le texte "0", et non le nombre 0.'
    )
    other = "Il reste 90 secondes avant la remise à zéro."
    later = _wait(student, EXHAUSTED, RESET + 90)
    if got == 0 and later == 90:
        return backwards
    if got == later and got not in (0, None, RESET):
        return "Votre résultat ne dépend pas de now : c'est l'heure actuelle, inutile de la lire vous-même."
    return named(got, other, (RESET, date), (-90, backwards), (0, zero))


@attente
def test_retry_after_comes_first(student):
    """Retry-After passe avant le reste"""
    for headers in ({"Retry-After": "30"}, {**EXHAUSTED, "Retry-After": "30"}):
        got = _wait(student, headers, RESET - 90)
        ignored = "Il y a un en-tête Retry-After, que votre fonction n'a pas suivi."
        text = "Vous renvoyez le texte de l'en-tête : convertissez-le en nombre avec int()."
        assert got == 30, named(got, ignored, ("30", text))


@attente
def test_no_wait_while_requests_are_left(student):
    """Tant qu'il reste des requêtes, on n'attend pas"""
    for left in ("4987", "1"):
        got = _wait(student, {**EXHAUSTED, "X-RateLimit-Remaining": left}, RESET - 90)
        asleep = (
            "Il reste des requêtes : X-RateLimit-Reset est là dans toutes les réponses, et n'oblige à rien."
        )
        none = "Votre fonction renvoie None : sans attente, le résultat est 0."
        assert got == 0, named(got, "Il reste des requêtes : 0.", (90, asleep), (None, none))
    got = _wait(student, {"Content-Type": "application/json"}, RESET)
    assert got == 0, "Sans aucun de ces en-têtes, il n'y a pas à attendre : 0."


@attente
def test_never_negative(student):
    """Une date déjà passée donne 0, jamais un nombre négatif"""
    got = _wait(student, EXHAUSTED, RESET + 5)
    below = "La date est passée : time.sleep refuserait ce nombre négatif. Bornez-le avec max(…, 0)."
    ago = "La date est passée depuis 5 secondes : max(la date moins now, 0) donne 0."
    assert got == 0, named(got, "La date est passée : 0.", (-5, below), (5, ago))


def _wait(student, headers, now):
    unset = "Cet en-tête n'est pas dans toutes les réponses : headers.get(…), ou « in », avant de le lire."
    text = "Un en-tête est un texte, ou absent (None) : convertissez-le avec int() une fois qu'il est là."
    held = f"requests.structures.CaseInsensitiveDict({headers!r})"  # sent, it would arrive as a plain dict
    with _saying(KeyError=unset, TypeError=text):
        return student.run(f"import requests\nseconds_until_reset({held}, {now})")


@contextmanager
def _saying(**sentences):
    """Say ``sentences[X]`` where the student's code raises X."""
    try:
        yield
    except StudentError as error:
        said = next((sentences[name] for name in error.types if name in sentences), None)
        if said is None:
            raise
        raise AssertionError(said) from None


refus = question(
    "refus",
    lesson=LESSON,
    hints=[
        "Traitez les cas dans l'ordre du tableau, chacun avec son return.",
        'La limite se reconnaît aux en-têtes : "Retry-After" in response.headers, ou '
        'response.headers.get("X-RateLimit-Remaining") == "0".',
        'Pour un 422 : ", ".join(error["field"] for error in response.json()["errors"])',
    ],
)
LEFT = {"X-RateLimit-Remaining": "4987", "X-RateLimit-Reset": str(RESET)}
INVALID = [
    {"resource": "Label", "code": "invalid", "field": "color"},
    {"resource": "Label", "code": "missing_field", "field": "name"},
]


@refus
def test_success_is_no_error(student, stage):
    """Une réponse sans erreur donne None"""
    for status in (200, 201, 304):
        got = _explained(student, stage, status=status, headers=LEFT)
        other = "Il n'y a pas d'erreur : None."
        assert got is None, named(got, other, (f"HTTP {status}", f"{status} n'est pas une erreur : None."))


@refus
def test_each_refusal_has_its_words(student, stage):
    """401, 403, 404 et les autres codes ont chacun leur texte"""
    for status, expected in (
        (401, "jeton refusé"),
        (403, "interdit"),
        (404, "introuvable ou privé"),
        (410, "HTTP 410"),
        (429, "HTTP 429"),
        (500, "HTTP 500"),
    ):
        got = _explained(student, stage, status=status, headers=LEFT)
        sense = "c'est une interdiction" if status == 403 else f"son texte est « {expected} »"
        limited = f"Ce {status} n'a pas de Retry-After et il reste des requêtes : {sense}."
        other = f"Ce n'est pas le texte de l'énoncé pour un {status}."
        assert got == expected, named(got, other, ("limite atteinte", limited))
    for status, expected in ((401, "jeton refusé"), (404, "introuvable ou privé"), (410, "HTTP 410")):
        got = _explained(student, stage, status=status, headers={**LEFT, "X-RateLimit-Remaining": "0"})
        mixed = (
            f"Un {status} ne dit jamais que la limite est atteinte : seuls 403 et 429 le peuvent. Si "
            "votre ligne mêle « and » et « or », mettez le « or » entre parenthèses."
        )
        assert got == expected, named(
            got, f"Ce n'est pas le texte de l'énoncé pour un {status}.", ("limite atteinte", mixed)
        )


@refus
def test_limits_are_recognised(student, stage):
    """La limite se reconnaît aux en-têtes, en 403 comme en 429"""
    for status, headers in (
        (403, {**LEFT, "X-RateLimit-Remaining": "0"}),
        (429, {**LEFT, "X-RateLimit-Remaining": "0"}),
        (403, {**LEFT, "Retry-After": "30"}),
        (429, {**LEFT, "Retry-After": "30"}),
    ):
        got = _explained(student, stage, status=status, headers=headers)
        sign = "Retry-After" if "Retry-After" in headers else "X-RateLimit-Remaining à 0"
        forbidden = f"Ce 403 est une limite, et non une interdiction : {sign} le dit."
        code = f"Ce 429 est une limite : {sign} le dit."
        other = "Cette réponse dit que la limite est atteinte."
        assert got == "limite atteinte", named(got, other, ("interdit", forbidden), ("HTTP 429", code))


@refus
def test_invalid_fields_are_named(student, stage):
    """Un 422 nomme les champs refusés"""
    for errors, expected in (
        (INVALID, "invalide : color, name"),
        (INVALID[:1], "invalide : color"),
        (INVALID[::-1], "invalide : name, color"),
    ):
        got = _explained(student, stage, status=422, errors=errors)
        first = 'Votre texte ne nomme qu\'un champ : joignez-les tous avec ", ".join(…).'
        codes = "Vous avez pris les codes : l'énoncé demande les champs, « field »."
        other = "Ce n'est pas « invalide : », suivi des champs séparés par une virgule et une espace."
        mistakes = (
            ("invalide : color", first),
            ("invalide : color, name", "Vous avez trié les champs : gardez l'ordre de la liste « errors »."),
            ("invalide : invalid, missing_field", codes),
            ("HTTP 422", "Un 422 a son propre texte : les champs de la liste « errors »."),
        )
        assert got == expected, named(got, other, *mistakes)


def _explained(student, stage, errors=None, **answer):
    """Let the student's function explain what the stage answers."""
    body = {"message": "Refus", "status": str(answer["status"])}
    body = {**body, "errors": errors} if errors else body
    stage.reset()
    stage.route("/refus", **({} if answer["status"] == 304 else {"json": body}), **answer)
    response = student.run(f"import requests\nrequests.get({stage.url + '/refus'!r}, timeout=5)")
    status = answer["status"]
    unread = f"Un {status} n'a pas tout cela : « errors » ne se lit que pour un 422, un en-tête avec .get(…)."
    sentences = {
        "KeyError": unread,
        "JSONDecodeError": f"Un {status} n'a pas de corps à lire.",
        "HTTPError": "Votre fonction explique le refus par un texte : n'appelez pas raise_for_status().",
        "TypeError": 'status_code est un nombre, un en-tête un texte (ou None) : f"HTTP {…}" forme un texte.',
    }
    with _saying(**sentences):
        return student.explain_error(response)


fraicheur = question(
    "fraicheur",
    lesson=LESSON,
    hints=[
        "N'envoyez l'en-tête If-None-Match que si etag n'est pas None.",
        "Testez response.status_code == 304 avant de lire le JSON, qui n'existe pas alors.",
        'Deux valeurs : return response.json(), response.headers["ETag"]',
    ],
)
DATA = {"name": "infra", "size": 12900}
TAG, NEWER = 'W/"a1b2"', 'W/"c3d4"'


@fraicheur
def test_first_time(student, stage):
    """La première fois : pas de condition, le JSON et son empreinte"""
    stage.route("/infra", json=DATA, headers={"ETag": TAG})
    with asking(stage, "GET", "/infra"):
        got = student.fetch_if_changed(f"{stage.url}/infra", timeout=2)
    sent = stage.requests[0].headers.get("If-None-Match")
    text = "Sans empreinte, vous envoyez le mot « None » : n'envoyez pas l'en-tête du tout."
    assert sent is None, named(sent, "La première requête n'a pas de condition.", ("None", text))
    assert got == [DATA, TAG], _unpaired(
        got, "Les deux valeurs : le JSON, puis l'en-tête ETag de la réponse."
    )


@fraicheur
def test_nothing_changed(student, stage):
    """Un 304 donne None, et l'empreinte que l'on avait"""
    stage.route("/infra", respond=_unchanged)
    empty = "Un 304 n'a pas de corps : testez le code avant d'appeler response.json()."
    missing = "Ce 304 ne répète pas l'ETag : renvoyez l'empreinte que vous avez reçue en argument."
    with asking(stage, "GET", "/infra", JSONDecodeError=empty, KeyError=missing):
        got = student.fetch_if_changed(f"{stage.url}/infra", TAG, timeout=2)
    other = "Rien n'a changé : None, et l'empreinte que vous aviez."
    mistakes = (
        ([None, None], "Vous avez perdu l'empreinte : au prochain appel, tout serait retéléchargé."),
        ([DATA, TAG], "Faute d'avoir reçu votre empreinte dans If-None-Match, le serveur a tout renvoyé."),
    )
    assert got == [None, TAG], _unpaired(got, named(got, other, *mistakes))


def _unchanged(exchange):
    """Answer 304 to whom has the current tag, the whole to others."""
    if exchange.headers.get("If-None-Match") == TAG:
        return Answer(status=304)
    return Answer(json=DATA, headers={"ETag": TAG})


@fraicheur
def test_condition_is_sent(student, stage):
    """L'empreinte part telle quelle dans If-None-Match"""
    stage.route("/infra", json=DATA, headers={"ETag": NEWER})
    with asking(stage, "GET", "/infra"):
        got = student.fetch_if_changed(f"{stage.url}/infra", TAG, timeout=2)
    headers = stage.requests[0].headers
    sent = headers.get("If-None-Match")
    absent = "L'en-tête If-None-Match n'est pas parti : GitHub renverra toujours tout."
    if "If-Match" in headers:
        absent = "If-Match dit le contraire : « seulement si c'est encore celle-ci »."
    if "ETag" in headers:
        absent = "ETag est un en-tête de réponse : à l'aller, c'est If-None-Match."
    quotes = "L'empreinte est partie sans ses guillemets : ils en font partie, envoyez-la telle quelle."
    weak = "Le « W/ » fait partie de l'empreinte : envoyez-la telle quelle."
    mistakes = ((None, absent), ("W/a1b2", quotes), ("a1b2", quotes), ('"a1b2"', weak))
    assert sent == TAG, named(sent, "L'empreinte n'est pas partie telle quelle.", *mistakes)
    stale = "Vous renvoyez l'ancienne empreinte : c'est celle de la nouvelle réponse qu'il faut garder."
    changed = "Le contenu a changé : le nouveau JSON, et sa nouvelle empreinte."
    assert got == [DATA, NEWER], _unpaired(got, named(got, changed, ([DATA, TAG], stale)))


@fraicheur
def test_refusal_and_timeout(student, stage):
    """Un refus lève HTTPError ; le délai est celui demandé"""
    for status in (404, 503):
        stage.reset()
        stage.route("/infra", status=status, json={"message": "Refus"}, headers={"ETag": TAG})
        with asking(stage, "GET", "/infra"):
            got = outcome(student.fetch_if_changed, f"{stage.url}/infra", TAG, timeout=2)
        silent = f"GitHub a répondu {status} et rien ne le dit : appelez raise_for_status()."
        assert got == Escaped("HTTPError"), silent
        assert stage.requests[0].timeout == 2, "La requête n'a pas le délai demandé : timeout=timeout."


def _unpaired(got, otherwise):
    """Say what is wrong with the pair (which crosses as a list)."""
    if not isinstance(got, list) or len(got) != 2:
        return "Votre fonction doit renvoyer deux valeurs : return data, etag."
    return otherwise
