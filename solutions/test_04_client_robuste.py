"""Vérifications de la leçon 04, « Un client d'API robuste »."""

from grader.checks import choice, question, right, wrong
from grader.checks.diagnosis import Escaped, asking, named, outcome
from grader.stage import Answer
from grader.student.handle import StudentError

LESSON = "04_client_robuste"

choice(
    "retry-seul",
    "Une session porte `Retry(total=3)`, sans autre argument. L'API répond 404. Que se passe-t-il ?",
    [
        wrong(
            "Quatre requêtes partent, puis `requests` renvoie le 404.",
            "Non : `total` est un plafond, pas un ordre. Rien ne dit ici qu'un 404 se recommence.",
        ),
        wrong(
            "Quatre requêtes partent, puis une exception `RetryError` sort.",
            "Non : ce serait le cas si 404 figurait dans `status_forcelist`, vide par défaut.",
        ),
        right(
            "Une seule requête part, et la réponse 404 est renvoyée.",
            "Oui : sans `status_forcelist`, un code d'erreur est une réponse comme une autre.",
        ),
        wrong(
            "Une seule requête part, et une exception sort.",
            "Non : ni `requests` ni `Retry` ne lèvent d'exception pour un 404 ; c'est `raise_for_status()`.",
        ),
    ],
)

choice(
    "pire-attente",
    "`APIClient` emploie `timeout=30` et `Retry(total=3, backoff_factor=1)`. Le serveur accepte les "
    "connexions mais reste muet. Au bout de combien de temps un `get` échoue-t-il ?",
    [
        wrong(
            "30 s",
            "Non : 30 s, c'est le délai de chaque tentative. Retry en fait quatre.",
        ),
        wrong(
            "90 s",
            "Non : trois nouvelles tentatives, plus la première : quatre fois 30 s, et les attentes.",
        ),
        wrong(
            "120 s",
            "Presque : quatre tentatives de 30 s. Il manque les attentes qui les séparent : 0, 2 et 4 s.",
        ),
        right(
            "126 s",
            "Oui : 4 × 30 s de silence, plus 0 + 2 + 4 s d'attente. Réglez les délais en y pensant.",
        ),
    ],
)

choice(
    "relancer-sans-risque",
    "Une requête part, puis la connexion est coupée avant la réponse. Lesquelles pouvez-vous relancer "
    "telles quelles, sans risquer de faire deux fois la même chose ?",
    [
        wrong(
            "`POST /orders`",
            "Non : si la première est arrivée, la seconde crée une autre commande. Il lui faut une clé.",
        ),
        right(
            "`PUT /users/7`, avec le compte entier",
            "Oui : remplacer deux fois par la même chose donne le même état.",
        ),
        right(
            "`DELETE /users/7`",
            "Oui : le compte est supprimé dans les deux cas. La seconde réponse est peut-être un 404.",
        ),
        wrong(
            '`PATCH /servers/web-01`, avec `{"add_disks": 1}`',
            "Non : « ajouter 1 » deux fois ajoute 2. Un PATCH est sans risque s'il donne la valeur finale.",
        ),
    ],
)

choice(
    "page-pleine",
    "L'API a 20 comptes actifs. Combien de requêtes fait `paginate(…, limit=10)` pour les lire tous ?",
    [
        wrong("1", "Non : `limit=10` demande dix comptes à la fois."),
        wrong(
            "2",
            "Deux suffiraient. Mais la deuxième page est pleine, et `len(items) < limit` ne peut pas deviner "
            "que c'est la dernière.",
        ),
        right(
            "3",
            "Oui : la deuxième page est pleine ; il faut en demander une troisième, vide, pour le savoir.",
        ),
    ],
)

session = question(
    "session",
    lesson=LESSON,
    hints=[
        "Un Retry, une session, deux mount : « http:// » et « https:// ».",
        "Les attentes 0, 1, 2, 4… sont celles de backoff_factor=0.5. Les méthodes par défaut de Retry "
        "sont les bonnes.",
        "Retry(total=retries, status_forcelist=[…], backoff_factor=0.5, retry_after_max=60, …)",
        "Il reste raise_on_status=False, pour que la dernière réponse soit rendue.",
    ],
)
FORCED = (429, 502, 503, 504)
UNTRIED = (
    "Aucune nouvelle tentative n'est partie : donnez status_forcelist à Retry, puis montez l'adaptateur."
)


def made(student, retries):
    """Return the session that the student's function makes."""
    session = student.make_session(retries)
    assert session is not None, "make_session ne renvoie rien : terminez par return session."
    return session


def fetched(student, stage, *answers, retries=3, method="get"):
    """Send one request through the student's session and return the status that comes back."""
    stage.route("/data", *answers)
    response = outcome(getattr(made(student, retries), method), f"{stage.url}/data", timeout=5)
    return response if isinstance(response, Escaped) else response.value("status_code")


@session
def test_passing_errors_are_tried_again(student, stage):
    """429, 502, 503 et 504 sont recommencés"""
    for status in FORCED:
        stage.reset()
        found = fetched(student, stage, Answer(status=status), Answer(json={}))
        unlisted = (
            f"Le {status} n'a pas été recommencé : donnez status_forcelist à Retry, puis montez l'adaptateur."
        )
        assert found == 200, named(found, f"Un {status} passager doit être recommencé.", (status, unlisted))


@session
def test_lasting_errors_are_not_tried_again(student, stage):
    """404 et 500 ne le sont pas"""
    for status in (404, 500):
        stage.reset()
        fetched(student, stage, Answer(status=status), Answer(json={}))
        listed = f"Un {status} ne passera pas tout seul : il n'est pas dans la liste de l'énoncé."
        assert len(stage.requests) == 1, listed


@session
def test_as_many_times_as_asked(student, stage):
    """Le nombre de tentatives est celui que l'on demande"""
    for retries in (2, 5):
        stage.reset()
        fetched(student, stage, Answer(status=503), retries=retries)
        sent = len(stage.requests)
        other = f"make_session({retries}) : la requête, plus {retries} nouvelle(s) tentative(s)."
        fixed = f"make_session({retries}) fait 3 nouvelles tentatives : total=retries."
        whole = f"total={retries} compte les nouvelles tentatives : n'en retirez pas 1."
        assert sent == retries + 1, named(sent, other, (1, UNTRIED), (retries, whole), (4, fixed))


@session
def test_waits_double(student, stage, clock):
    """Les attentes sont 0, 1, 2 et 4 s"""
    fetched(student, stage, Answer(status=503), retries=4)
    expected = [1.0, 2.0, 4.0]
    none = "Les tentatives se suivent sans attendre : backoff_factor vaut 0 par défaut."
    twice = (
        "Les attentes sont deux fois trop longues : après n échecs, facteur × 2ⁿ⁻¹. Quel facteur donne 1 ?"
    )
    fewer = "Ces attentes sont les bonnes, mais il en manque : total=retries."
    unspaced = none if len(stage.requests) > 1 else UNTRIED
    mistakes = (([], unspaced), ([2.0, 4.0, 8.0], twice), ([1.0, 2.0], fewer))
    assert clock.sleeps == expected, named(clock.sleeps, "Ce ne sont pas les attentes demandées.", *mistakes)


@session
def test_server_decides_up_to_a_minute(student, stage, clock):
    """Le délai de Retry-After est respecté, jusqu'à 60 s"""
    for asked, expected in ((7, 7), (3600, 60)):
        stage.reset()
        clock.reset()
        fetched(student, stage, Answer(status=429, headers={"Retry-After": str(asked)}), Answer(json={}))
        unbounded = "Le serveur a demandé une heure, et le script a dormi une heure : retry_after_max."
        ignored = f"Le serveur demande {asked} s, et le script n'a pas attendu : laissez faire Retry-After."
        mistakes = (([3600], unbounded), ([], ignored if len(stage.requests) > 1 else UNTRIED))
        assert clock.sleeps == [expected], named(clock.sleeps, "Ce n'est pas l'attente demandée.", *mistakes)


@session
def test_idempotent_methods_are_tried_again(student, stage):
    """Un PUT et un DELETE sont recommencés"""
    for method in ("get", "put", "delete"):
        stage.reset()
        fetched(student, stage, Answer(status=503), Answer(json={}), method=method)
        narrow = f"Le {method.upper()}, idempotent, n'est pas recommencé : laissez allowed_methods tel quel."
        sent = len(stage.requests)
        assert sent == 2, named(
            sent, "Une seule nouvelle tentative suffisait.", (1, {"get": UNTRIED}.get(method, narrow))
        )


@session
def test_post_is_sent_once(student, stage):
    """Un POST ne part qu'une fois"""
    fetched(student, stage, Answer(status=503), method="post")
    twice = "Le POST a été recommencé : une commande partirait en double. Laissez allowed_methods tel quel."
    assert len(stage.requests) == 1, twice


@session
def test_last_answer_is_returned(student, stage):
    """Quand tout a échoué, la dernière réponse est rendue"""
    found = fetched(student, stage, Answer(status=503), retries=2)
    lost = "RetryError sort et la réponse est perdue : raise_on_status=False."
    assert found == 503, named(
        found, "La dernière réponse devait être rendue.", (Escaped("RetryError"), lost)
    )


@session
def test_https_too(student, stage):
    """L'adaptateur sert aussi en https://"""
    stage.route("/data", status=503)
    made(student, 2)
    code = (
        "session = make_session(2)\n"
        f"session.mount({stage.url!r}, session.get_adapter('https://api.example.com'))\n"
        f"session.get({stage.url + '/data'!r}, timeout=5).status_code"
    )
    outcome(student.run, code)
    other = "En https:// aussi, make_session(2) doit envoyer la requête et deux nouvelles tentatives."
    unmounted = "En https://, rien n'est recommencé : montez-y aussi l'adaptateur qui porte votre Retry."
    sent = len(stage.requests)
    assert sent == 3, named(sent, other, (1, unmounted))


commande = question(
    "commande",
    lesson=LESSON,
    hints=[
        'L\'en-tête : headers={"Idempotency-Key": key}, où key = str(uuid.uuid4()).',
        "La clé se crée avant la boucle : toutes les tentatives portent la même.",
        "for attempt in range(1, attempts + 1): try … except (requests.ConnectionError, requests.Timeout).",
        "Dans l'except : if attempt == attempts: raise. Sinon, la boucle continue.",
    ],
)
DISKS = {"item": "Disque SSD 2 To", "quantity": 4}
KEY = "Idempotency-Key"


def supplier(stage, *losses):
    """Take orders, one for each key, losing the first answers; return what was ordered."""
    placed: dict[str, int] = {}
    lost = list(losses)

    def take(request):
        key = request.headers.get(KEY) or f"sans-cle-{len(placed)}"
        number = placed.setdefault(key, 5001 + len(placed))
        return lost.pop(0) if lost else Answer(status=201, json={"id": number, **DISKS})

    stage.route("/orders", respond=take)
    return placed


def ordered(student, stage, order, **options):
    """Let the student's function place an order; name a key that is no text."""
    try:
        return student.place_order(order, base_url=stage.url, **options)
    except StudentError as error:
        kinds = error.types
        assert "InvalidHeader" not in kinds, "La valeur d'un en-tête est un texte : str(uuid.uuid4())."
        raise


def keys(stage):
    """The keys that came, request after request."""
    return [request.headers.get(KEY) for request in stage.requests]


@commande
def test_order_is_sent_with_a_key(student, stage):
    """La commande part en JSON, avec une clé"""
    supplier(stage)
    with asking(stage, "POST", "/orders"):
        number = ordered(student, stage, DISKS)
    assert stage.requests[0].json == DISKS, "Le corps attendu est la commande, en JSON (json=order)."
    with_key = [key for key in keys(stage) if key]
    assert len(with_key) == 1, "La commande est partie sans l'en-tête Idempotency-Key."
    whole = "Votre fonction renvoie toute la commande : renvoyez son champ « id »."
    assert number == 5001, whole if isinstance(number, dict) else "Renvoyez le numéro de la commande."


@commande
def test_lost_answer_makes_no_second_order(student, stage):
    """Une réponse perdue ne fait pas deux commandes"""
    for lost in (Answer(drop=True), Answer(hang=True)):
        stage.reset()
        placed = supplier(stage, lost)
        told = "le délai est dépassé" if lost.hang else "la connexion est coupée"
        number = outcome(ordered, student, stage, DISKS)
        given_up = f"La réponse se perd ({told}), et votre fonction s'arrête : recommencez, avec la même clé."
        assert not isinstance(number, Escaped), given_up
        changed = "La clé a changé d'une tentative à l'autre : créez-la une fois, avant la boucle."
        without = "Deux commandes sont enregistrées : aucune clé ne les relie."
        assert len(placed) == 1, changed if keys(stage)[0] else without
        assert number == 5001, "Le numéro renvoyé n'est pas celui de la commande."


@commande
def test_each_order_has_its_own_key(student, stage):
    """Deux appels font deux commandes"""
    placed = supplier(stage)
    for _ in range(2):
        with asking(stage, "POST", "/orders"):
            ordered(student, stage, DISKS)
    same = (
        "Deux appels ont envoyé la même clé : la seconde commande n'existe pas. uuid.uuid4() à chaque appel."
    )
    assert len(placed) == 2, same


@commande
def test_an_error_status_is_not_tried_again(student, stage):
    """Un code d'erreur (422, 503) sort aussitôt"""
    for status in (422, 503):
        stage.reset()
        stage.route("/orders", status=status, json={"title": "Refus", "status": status})
        unread = f"L'API a refusé ({status}) : appelez raise_for_status()."
        with asking(stage, "POST", "/orders", KeyError=unread):
            found = outcome(ordered, student, stage, {})
        silent = f"L'API a répondu {status} et rien ne le dit : appelez raise_for_status()."
        assert found == Escaped("HTTPError"), silent
        stubborn = "Un code d'erreur ne se recommence pas : n'attrapez que ConnectionError et Timeout."
        assert len(stage.requests) == 1, stubborn


@commande
def test_it_gives_up_in_the_end(student, stage):
    """Après la dernière tentative, l'exception sort"""
    for attempts in (3, 5):
        stage.reset()
        stage.route("/orders", drop=True)
        found = outcome(ordered, student, stage, DISKS, attempts=attempts)
        silent = "Toutes les tentatives ont échoué, et rien ne le dit : à la dernière, relancez l'exception."
        assert found == Escaped("ConnectionError"), silent
        fixed = f"Appelée avec attempts={attempts}, la fonction doit envoyer {attempts} requêtes."
        assert len(stage.requests) == attempts, fixed


@commande
def test_every_attempt_has_a_timeout(student, stage):
    """Chaque tentative a son délai"""
    supplier(stage, Answer(drop=True))
    outcome(ordered, student, stage, DISKS)
    untold = "La requête est partie sans délai maximal : timeout=10."
    waited = stage.requests[-1].timeout
    assert waited == 10, named(waited, "Le délai demandé est de 10 s.", (None, untold))


caviardage = question(
    "caviardage",
    lesson=LESSON,
    hints=[
        "Deux re.sub : l'un pour Bearer, l'autre pour les paramètres.",
        "Le motif de Bearer : (Bearer )[^\\s\"']+, remplacé par r'\\1***'.",
        "Celui des paramètres commence par ((?:api_key|token|password)=) : l'un de ces noms, puis « = ».",
    ],
)


def redacted(student, text):
    """Return what the student's function makes of a text; name what spoils all of it."""
    read = student.redact(text)
    assert read is not None, "Votre fonction ne renvoie rien : return, et non print."
    unraw = "Sans r devant ses guillemets, \\1 n'est qu'un caractère invisible : écrivez r'\\1***'."
    assert "\x01" not in read, unraw
    return read


@caviardage
def test_bearer_token_is_hidden(student):
    """Le jeton qui suit Bearer est masqué"""
    read = redacted(student, "Authorization: Bearer abc.DEF-7_x refusé")
    through = "Le jeton est toujours là : il suit le mot Bearer et une espace."
    partly = "Une partie du jeton reste : il contient des lettres, des chiffres, des points, des tirets."
    greedy = "Vous masquez trop : le jeton s'arrête à l'espace."
    mistakes = (
        ("Authorization: Bearer abc.DEF-7_x refusé", through),
        ("Authorization: Bearer ***.DEF-7_x refusé", partly),
        ("Authorization: Bearer ***-7_x refusé", partly),
        ("Authorization: Bearer ***", greedy),
    )
    other = "Le mot Bearer et l'espace restent ; le jeton devient ***."
    assert read == "Authorization: Bearer *** refusé", named(read, other, *mistakes)


@caviardage
def test_quotes_end_a_token(student):
    """Le guillemet, double ou simple, reste"""
    for quote in ('"', "'"):
        text = '{"Authorization": "Bearer ***", "page": 2}'.replace('"', quote)
        read = redacted(student, text.replace("***", "abc"))
        greedy = "Vous avez emporté le guillemet qui suit le jeton : excluez les deux sortes, [^\\s\"']+."
        shortened = (text.replace(f"***{quote},", "***"), text.partition(f"***{quote}")[0] + "***")
        mistakes = [(wrong_text, greedy) for wrong_text in shortened]
        assert read == text, named(read, "Seul le jeton devait changer.", *mistakes)


@caviardage
def test_parameters_are_hidden(student):
    """Les valeurs de api_key, token et password sont masquées"""
    for name in ("api_key", "token", "password"):
        read = redacted(student, f"GET /data?page=2&{name}=s3cr%C3%A9t.x&limit=5 : 403")
        through = f"La valeur de « {name} » est toujours là."
        partly = "Une partie de la valeur reste : arrêtez-vous au &, à l'espace ou au guillemet, pas avant."
        greedy = "Vous masquez trop : la valeur s'arrête au « & », d'autres paramètres suivent."
        mistakes = (
            (f"GET /data?page=2&{name}=s3cr%C3%A9t.x&limit=5 : 403", through),
            (f"GET /data?page=2&{name}=***%C3%A9t.x&limit=5 : 403", partly),
            (f"GET /data?page=2&{name}=*** : 403", greedy),
            (f"GET /data?page=2&{name}=***", greedy),
        )
        expected = f"GET /data?page=2&{name}=***&limit=5 : 403"
        assert read == expected, named(read, "Seule la valeur devait changer.", *mistakes)


@caviardage
def test_every_secret_is_hidden(student):
    """Tous les secrets d'un texte sont masqués"""
    read = redacted(student, "POST /login?token=un corps password=deux : Bearer trois puis Bearer quatre")
    expected = "POST /login?token=*** corps password=*** : Bearer *** puis Bearer ***"
    everywhere = "Un secret reste, ou du texte a disparu : re.sub remplace toutes les occurrences."
    anchored = "Ni « ? » ni « & » ne précèdent toujours « password= » : ici, c'est le corps d'un POST."
    forgotten = anchored if "deux" not in redacted(student, "?password=deux") else everywhere
    assert read == expected, named(
        read, everywhere, (expected.replace("password=***", "password=deux"), forgotten)
    )


@caviardage
def test_the_rest_is_untouched(student):
    """Un texte sans secret reste tel quel"""
    for text in ("GET /users?page=2&limit=10 : 503", "Le jeton est masqué par ***.", ""):
        read = redacted(student, text)
        assert read == text, "Ce texte ne contient aucun secret : il devait rester tel quel."


liens = question(
    "liens",
    lesson=LESSON,
    hints=[
        "while url: demander la page, donner ses éléments, puis remplacer url par le lien suivant.",
        "yield from response.json() donne les éléments un à un.",
        'Le lien : response.links.get("next", {}).get("url"), qui vaut None à la dernière page.',
    ],
)
EVENTS = [{"id": number} for number in range(1, 6)]


FIRST, EMPTY, LAST = "/events?limit=2", "/events/vide", "/events/fin"
SECOND = "/events/suite?apres=b%2F7"
CHANGED = "Les URL demandées ne sont pas celles de l'en-tête Link : n'y changez rien."


def linked(stage, refused=""):
    """Four pages of events, one of them empty, whose addresses cannot be guessed."""

    def link(target, relation):
        return f'<{stage.url}{target}>; rel="{relation}"'

    pages = {
        FIRST: (EVENTS[:2], f"{link(LAST, 'last')}, {link(SECOND, 'next')}"),
        SECOND: (EVENTS[2:4], link(EMPTY, "next")),
        EMPTY: ([], link(LAST, "next")),
        LAST: (EVENTS[4:], link(FIRST, "first")),
    }

    def page(request):
        items, links = pages.get(request.target, (None, ""))
        if items is None:
            return Answer(status=404, json=[])
        return (
            Answer(status=503, json=[])
            if request.target == refused
            else Answer(json=items, headers={"Link": links})
        )

    for target in pages:
        stage.route(target.partition("?")[0], respond=page)


def followed(student, stage, count=None):
    """Return the first events that the student's generator gives; name what stops it."""
    code = (
        "import itertools\n"
        f"found = paginate_links({stage.url + FIRST!r})\n"
        f"None if found is None else list(itertools.islice(found, {count}))"
    )
    with asking(
        stage,
        "GET",
        "/events",
        KeyError="La dernière page n'a pas de « next » : links.get(…).",
        InvalidSchema='links["next"] est un dictionnaire : l\'URL est dans son champ « url ».',
        TypeError="La réponse est déjà la liste des éléments : yield from response.json().",
    ):
        try:
            found = student.run(code)
        except StudentError as error:
            kinds, answered = error.types, [request.status for request in stage.requests]
            assert "HTTPError" not in kinds or 404 not in answered, CHANGED
            raise
    assert found is not None, "Votre fonction ne donne rien : yield from, et non print."
    return found


@liens
def test_all_pages_are_read(student, stage):
    """Tous les éléments de toutes les pages sont donnés"""
    linked(stage)
    found = followed(student, stage)
    first = "Seule la première page est lue : suivez response.links."
    skipped = "Vous avez suivi « last » : c'est « next » qui mène à la page suivante."
    empty = "Vous vous arrêtez à une page vide : la liste continue tant qu'un lien « next » est là."
    pages = "Vous donnez les pages entières : yield from donne leurs éléments un à un."
    mistakes = (
        (EVENTS[:2], first),
        (EVENTS[:2] + EVENTS[4:], skipped),
        (EVENTS[:4], empty),
        ([EVENTS[:2], EVENTS[2:4], [], EVENTS[4:]], pages),
    )
    assert found == EVENTS, named(found, "Il manque des éléments, ou il y en a trop.", *mistakes)


@liens
def test_links_are_followed_as_they_are(student, stage):
    """L'URL donnée est suivie telle quelle"""
    linked(stage)
    followed(student, stage)
    targets = [request.target for request in stage.requests]
    expected = [FIRST, SECOND, EMPTY, LAST]
    unfollowed = "Toutes les pages n'ont pas été demandées : suivez « next » jusqu'au bout."
    assert targets == expected, unfollowed if set(targets) < set(expected) else CHANGED


@liens
def test_pages_are_read_when_needed(student, stage):
    """Une page n'est lue que si on la demande"""
    linked(stage)
    found = followed(student, stage, 2)
    assert found == EVENTS[:2], "Les deux premiers éléments devaient être donnés."
    eager = "Deux éléments demandés, et toutes les pages ont été lues : donnez-les avec yield, sans liste."
    assert len(stage.requests) == 1, eager


@liens
def test_refused_page_is_raised(student, stage):
    """Une page refusée lève HTTPError"""
    linked(stage, refused=SECOND)
    found = outcome(followed, student, stage)
    silent = "La deuxième page répond 503, et rien ne le dit : la liste semble complète. raise_for_status()."
    unasked = "La deuxième page n'a pas été demandée : suivez response.links."
    told = silent if SECOND in [request.target for request in stage.requests] else unasked
    assert found == Escaped("HTTPError"), told


@liens
def test_every_page_has_a_timeout(student, stage):
    """Chaque page a son délai"""
    linked(stage)
    followed(student, stage)
    waited = [request.timeout for request in stage.requests]
    assert waited == [10] * len(waited), "Une requête est partie sans son délai de 10 s : timeout=10."


curseur = question(
    "curseur",
    lesson=LESSON,
    hints=[
        "Copiez d'abord les filtres : query = dict(params or {}).",
        'Une boucle sans fin : demander avec params=query, donner page["data"], puis regarder next_cursor.',
        'S\'il est None : return. Sinon : query["cursor"] = page["next_cursor"].',
    ],
)
LINES = [{"id": number} for number in range(9005, 9000, -1)]
CURSOR = "a+b/c=&é"  # safe in a query only if it is encoded
LOGS = {
    None: {"data": LINES[:2], "next_cursor": CURSOR},
    CURSOR: {"data": [], "next_cursor": "0"},
    "0": {"data": LINES[2:], "next_cursor": None},
}


PATIENCE = 10  # requests, for a log of three pages


def logs(stage):
    """Pages of a log, each at its cursor; another cursor is refused, and so is too long a visit."""

    def page(request):
        found = LOGS.get(request.query.get("cursor", [None])[0])
        known = found and len(stage.requests) <= PATIENCE
        return Answer(json=found) if known else Answer(status=400, json={"title": "Requête invalide"})

    stage.route("/logs", respond=page)


def log_read(student, stage, code):
    """Run code that reads the log; name what stops it."""
    unread = "Le champ « next_cursor » est toujours là : il vaut None à la dernière page."
    with asking(stage, "GET", "/logs", KeyError=unread):
        try:
            found = student.run(code)
        except StudentError as error:
            sentence = stopped_by(error, stage.requests)
            assert not sentence, sentence
            raise
        assert stage.requests, "Aucune requête n'est partie : sans curseur, votre boucle ne commence pas."
    return found


def stopped_by(error, sent):
    """Return the sentence that names why reading the log stopped, "" if it is not known."""
    if not sent:
        absent = "params vaut None quand on ne le donne pas : partez de params or {}."
        return absent if "NoneType" in error.text else ""
    if sent[-1].status != 400:
        return ""
    if "cursor" in sent[0].query:
        return "La première requête porte déjà un curseur : il n'y en a pas encore."
    if len(sent) > PATIENCE:
        return "Toujours la même page : next_cursor se renvoie dans le paramètre « cursor »."
    return "L'API ne reconnaît pas votre curseur : renvoyez-le tel quel, par params=, qui l'encode."


def read_logs(student, stage, params="None"):
    """Read the whole log; return the entries, and the caller's parameters afterwards."""
    logs(stage)
    reading = f"[list(paginate_cursor('/logs', params, base_url={stage.url!r})), params]"
    return log_read(student, stage, f"params = {params}\n{reading}")


@curseur
def test_whole_log_is_read(student, stage):
    """Tous les éléments sont donnés, page vide ou non"""
    found, _ = read_logs(student, stage)
    empty = "Vous vous arrêtez à une page vide : seul un curseur nul annonce la fin."
    pages = "Vous donnez les pages entières : yield from donne leurs éléments un à un."
    first = "Seule la première page est lue."
    sent = [request.query.get("cursor", [None])[0] for request in stage.requests]
    stopped = {1: first, 2: empty}.get(len(sent), "Il manque des éléments, ou il y en a trop.")
    last = "La dernière page est demandée, mais ses éléments ne sont pas donnés."
    given_too_soon = last if len(sent) == 3 else stopped
    mistakes = (([LINES[:2], [], LINES[2:]], pages), (LINES[:2], given_too_soon))
    assert found == LINES, named(found, stopped, *mistakes)


@curseur
def test_filters_hold_for_every_page(student, stage):
    """Les filtres accompagnent chaque page"""
    read_logs(student, stage, '{"level": "warning", "limit": 2}')
    sent = [(request.query.get("level"), request.query.get("limit")) for request in stage.requests]
    dropped = "Les filtres ne sont partis qu'à la première page : la suite donnerait tout le journal."
    other = "Les filtres du dictionnaire params doivent partir à chaque page."
    expected = [(["warning"], ["2"])] * len(sent)
    assert sent == expected, dropped if sent[:1] == expected[:1] else other


@curseur
def test_callers_dictionary_is_untouched(student, stage):
    """Le dictionnaire de l'appelant reste intact"""
    _, params = read_logs(student, stage, '{"level": "warning"}')
    written = (
        "Votre fonction écrit dans le dictionnaire qu'on lui donne : travaillez sur une copie, dict(params)."
    )
    assert params == {"level": "warning"}, written


@curseur
def test_log_is_read_when_needed(student, stage):
    """Une page n'est lue que si on la demande"""
    logs(stage)
    code = f"import itertools\nlist(itertools.islice(paginate_cursor('/logs', base_url={stage.url!r}), 2))"
    found = log_read(student, stage, code)
    assert found == LINES[:2], "Les deux premiers éléments devaient être donnés."
    eager = "Deux éléments demandés, et toutes les pages ont été lues : donnez-les avec yield, sans liste."
    assert len(stage.requests) == 1, eager


@curseur
def test_refused_log_is_raised(student, stage):
    """Un refus lève HTTPError"""
    stage.route("/logs", status=503, json={"data": [], "next_cursor": None})
    found = outcome(log_read, student, stage, f"list(paginate_cursor('/logs', base_url={stage.url!r}))")
    silent = "L'API répond 503, et rien ne le dit : appelez raise_for_status()."
    assert found == Escaped("HTTPError"), silent


@curseur
def test_every_page_of_the_log_has_a_timeout(student, stage):
    """Chaque page a son délai"""
    read_logs(student, stage)
    waited = [request.timeout for request in stage.requests]
    assert waited == [10] * len(waited), "Une requête est partie sans son délai de 10 s : timeout=10."
