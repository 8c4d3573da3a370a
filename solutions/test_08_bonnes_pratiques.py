"""Vérifications de la leçon 08, « Bonnes pratiques et sécurité »."""

from contextlib import contextmanager

from grader.checks import choice, question, right, wrong
from grader.checks.diagnosis import UNCAUGHT, Escaped, asking, named, outcome
from grader.stage import Answer
from grader.student.handle import StudentError

LESSON = "08_bonnes_pratiques"
SILENT = "http://192.0.2.1"  # RFC 5737: nothing answers to a connection attempt
REFUSAL = {"title": "Refus", "detail": "La requête est refusée."}

reglages = question(
    "reglages",
    lesson=LESSON,
    hints=[
        'Pour chaque nom : environ.get(name, "").strip(). Un texte vide veut dire : absente, ou vide.',
        "Rassemblez d'abord les noms qui manquent dans une liste ; levez l'exception ensuite, s'il y en a.",
        'raise SettingsError("Variables absentes ou vides : " + ", ".join(missing))',
    ],
)
SETTINGS = {"REPORT_API": "https://api.example.com", "REPORT_KEY": "cle-7"}


@reglages
def test_both_settings_are_returned(student):
    """Les deux réglages sont renvoyés, et eux seuls"""
    for key in ("cle-7", "cle-8"):
        wanted = {**SETTINGS, "REPORT_KEY": key}
        environ = {**wanted, "HOME": "/root"}
        found = settings(student, environ)
        whole = "Votre fonction renvoie tout l'environnement : ne gardez que REPORT_API et REPORT_KEY."
        other = "Ce n'est pas le dictionnaire des deux réglages."
        elsewhere = "Ils sont dans le dictionnaire environ, qui vous est donné : ne lisez pas os.environ."
        mistakes = [(Raised(name), elsewhere) for name in ("SettingsError", "KeyError", "AttributeError")]
        assert found == wanted, named(found, other, (environ, whole), *mistakes)


@reglages
def test_surrounding_space_is_removed(student):
    """Les espaces et les fins de ligne autour sont retirés"""
    found = settings(student, {"REPORT_API": " https://api.example.com ", "REPORT_KEY": "cle-7\n"})
    left = "Une espace ou une fin de ligne est restée : .strip()."
    refused = "Les deux réglages sont là, dans environ : n'en refusez aucun."
    mistakes = [(Raised(name), refused) for name in ("SettingsError", "KeyError", "AttributeError")]
    assert found == SETTINGS, named(found, left, *mistakes)


@reglages
def test_environment_is_left_alone(student):
    """Le dictionnaire donné reste tel quel"""
    given = {"REPORT_API": " https://api.example.com ", "REPORT_KEY": "cle-7\n"}
    kept = student.run(f"check_environ = {given!r}\nload_settings(check_environ)\ncheck_environ")
    written = "Votre fonction écrit dans environ ; en production, ce serait os.environ : faites-en un autre."
    assert kept == given, written


@reglages
def test_missing_settings_are_refused(student):
    """Une variable absente ou vide lève SettingsError"""
    for key in (None, "", " \n"):
        environ = {"REPORT_API": "https://api.example.com"} | ({} if key is None else {"REPORT_KEY": key})
        found = settings(student, environ)
        raised = found if isinstance(found, Raised) else "rien"
        told = {None: "absente", "": "vide"}.get(key, "vide, aux espaces près")
        silent = f"REPORT_KEY est {told}, et rien ne le dit : levez SettingsError."
        raw = "KeyError sort telle quelle, au premier réglage qui manque : lisez avec environ.get."
        none = 'environ.get a donné None, qui n\'a pas de .strip() : environ.get(name, "").'
        mistakes = ((Raised("KeyError"), raw), (Raised("AttributeError"), none))
        assert raised == Raised("SettingsError"), named(raised, silent, *mistakes)


@reglages
def test_every_missing_name_is_told(student):
    """Le message nomme tout ce qui manque, et cela seulement"""
    for environ, missing in (({}, list(SETTINGS)), ({"REPORT_API": "x"}, ["REPORT_KEY"])):
        text = getattr(settings(student, environ), "text", "")
        told = [name for name in SETTINGS if name in text]
        one = (
            "Deux variables manquent, et le message n'en nomme qu'une : il faudra deux nuits pour le savoir."
        )
        none = "Le message ne nomme pas la variable qui manque."
        extra = "Le message nomme une variable qui ne manque pas."
        mistakes = [([name], one) for name in SETTINGS if len(missing) == 2]
        assert told == missing, named(told, extra, ([], none), *mistakes)


@reglages
def test_no_value_is_told(student):
    """Le message ne cite aucune valeur"""
    text = getattr(settings(student, {"REPORT_KEY": "cle-tres-secrete"}), "text", "")
    leaked = "cle-tres-secrete" in text
    assert leaked is False, "Le message cite la clé, et finira dans un journal : ne citez que des noms."


class Raised:
    """An exception that came out of the student's function: its class, and apart, its text."""

    def __init__(self, name, text=""):
        self.name, self.text = name, text

    def __eq__(self, other):
        return isinstance(other, Raised) and self.name == other.name

    __hash__ = None

    def __repr__(self):
        return f"l'exception {self.name}"


def settings(student, environ):
    """Return what the student's function makes of an environment, or what it raises."""
    try:
        return student.load_settings(environ)
    except StudentError as error:
        if error.types[0] not in ("SettingsError", "KeyError", "AttributeError"):
            raise
        return Raised(error.types[0], error.text)


porte = question(
    "porte",
    lesson=LESSON,
    hints=[
        "Trois lignes suffisent, et aucune n'est un try.",
        "Les deux délais forment un couple : timeout=(3, 10), la connexion puis la lecture.",
        "Après session.get(url, params=params, timeout=…) : response.raise_for_status(), return response.",
    ],
)


@porte
def test_answer_is_returned(student, stage):
    """La réponse est renvoyée"""
    for status in (200, 203):
        stage.reset()
        url = stage.route("/users", status=status, json={"total": 26}).url
        with asking(stage, "GET", "/users"):
            got = status_of(outcome(fetched, student, url))
        whole = (
            "Votre fonction renvoie le corps : renvoyez la réponse entière, dont on lira aussi les en-têtes."
        )
        success = f"{status} est un succès, comme tous les 2xx : response.raise_for_status() le sait."
        mistakes = (({"total": 26}, whole), (Escaped("HTTPError"), success))
        assert got == status, named(got, "Renvoyez l'objet response.", *mistakes)


@porte
def test_parameters_are_sent(student, stage):
    """Les paramètres partent dans l'URL"""
    url = stage.route("/users", json={}).url
    with asking(stage, "GET", "/users"):
        fetched(student, url, {"active": "false", "limit": 1})
    lost = "Les paramètres ne sont pas partis : params=params."
    sent = stage.requests[0].query
    other = "Les paramètres ne sont pas ceux qu'on a donnés."
    assert sent == {"active": ["false"], "limit": ["1"]}, named(sent, other, ({}, lost))


@porte
def test_the_given_session_is_used(student, stage):
    """La session donnée sert à toutes les requêtes"""
    url = stage.route("/users", json={}).url
    session = opened(student, "cle-7")
    with asking(stage, "GET", "/users"):
        for _ in range(2):
            student.fetch(session, url)
    sent = [request.headers.get("Authorization") for request in stage.requests]
    bypassed = (
        "La requête est partie sans l'en-tête de la session : appelez session.get, et non requests.get."
    )
    assert sent == ["Bearer cle-7"] * 2, bypassed
    used = [request.connection for request in stage.requests]
    closed = "La session a été fermée après la première requête : laissez ce soin à celui qui l'a ouverte."
    assert used == [1, 1], closed


@porte
def test_reading_has_its_limit(student, stage):
    """Les données ont 10 s pour arriver"""
    url = stage.route("/users", json={}).url
    with asking(stage, "GET", "/users"):
        fetched(student, url)
    waited = stage.requests[0].timeout
    none = "La requête est partie sans délai maximal : timeout=(3, 10)."
    swapped = "Le premier délai est celui de la connexion, le second celui de la lecture : timeout=(3, 10)."
    assert waited == 10, named(waited, "Le délai de lecture demandé est de 10 s.", (None, none), (3, swapped))


@porte
def test_connecting_has_its_own_limit(student, clock):
    """La connexion a 3 s pour s'établir"""
    got = outcome(fetched, student, SILENT)
    caught = "Le délai est dépassé, et votre fonction le cache : laissez sortir l'exception."
    assert got == Escaped("ConnectTimeout"), caught
    both = "La connexion a 10 s : donnez un couple, la connexion puis la lecture, timeout=(3, 10)."
    waited = clock.elapsed
    assert waited == 3, named(waited, "La connexion doit s'établir en 3 s au plus.", (10, both))


@porte
def test_error_codes_are_raised(student, stage):
    """Un code d'erreur lève HTTPError"""
    for status in (401, 404, 503):
        stage.reset()
        url = stage.route("/users", status=status, json=REFUSAL).url
        response = outcome(fetched, student, url)
        got = response if isinstance(response, Escaped) else status_of(response)
        silent = f"L'API a répondu {status} et rien ne le dit : appelez response.raise_for_status()."
        hidden = f"L'API a répondu {status}, et votre fonction renvoie None : laissez sortir HTTPError."
        assert got == Escaped("HTTPError"), named(got, silent, (None, hidden))


@porte
def test_nothing_is_swallowed(student, stage):
    """Une connexion coupée lève toujours ConnectionError"""
    url = stage.route("/users", drop=True).url
    got = outcome(fetched, student, url)
    caught = "La connexion est coupée, et votre fonction le cache : n'écrivez pas de try."
    assert got == Escaped("ConnectionError"), caught


def opened(student, key=None):
    """Return a session of the student's side, which carries this key."""
    carried = "" if key is None else f'check_session.headers["Authorization"] = "Bearer {key}"\n'
    return student.run(f"import requests\ncheck_session = requests.Session()\n{carried}check_session")


def fetched(student, url, params=None):
    """Return what the student's function makes of an address."""
    return student.fetch(opened(student), url, params)


def status_of(response):
    """Return the code of a response, or the plain value that came instead."""
    return response.value("status_code") if hasattr(response, "value") else response


evenements = question(
    "evenements",
    lesson=LESSON,
    hints=[
        "Créez la session avec with, posez son en-tête, et faites toute la boucle à l'intérieur.",
        'while url: … ; à la fin de chaque tour : url = response.links.get("next", {}).get("url").',
        "Dans la boucle : session.get(url, timeout=(3, 10)), raise_for_status(), events += response.json().",
    ],
)
EVENTS = [{"id": 301 + number, "kind": "login"} for number in range(7)]
ENDLESS = 12  # requests after which the stage ends a loop that would not
UNREAD = "Chaque page se demande une fois, par le lien « next » : voyez d'abord la première vérification."


@evenements
def test_every_page_is_read(student, stage):
    """Les événements de toutes les pages sont renvoyés, dans l'ordre"""
    for size in (3, 10):
        stage.reset()
        paged(stage, size)
        absent = "La dernière page n'a pas de lien « next »."
        whole = "Le lien « next » est déjà une URL entière : demandez-le tel quel."
        with asking(stage, "GET", "/events", KeyError=absent, InvalidURL=whole):
            events = student.read_events(stage.url, "cle-7")
        first = "Seule la première page est lue : suivez le lien « next »."
        pages = "Vous rassemblez les pages, et non leurs éléments : events += response.json()."
        nested = [EVENTS[at : at + size] for at in range(0, len(EVENTS), size)]
        again = "La même page revient toujours : les pages n'ont pas de numéro ici, suivez le lien « next »."
        mistakes = ((EVENTS[:size], first), (nested, pages), (EVENTS[:size] * ENDLESS, again))
        assert events == EVENTS, named(events, "Ce n'est pas la liste de tous les événements.", *mistakes)


@evenements
def test_one_session_does_it_all(student, stage):
    """Toutes les requêtes passent par la même connexion"""
    paged(stage, 3)
    outcome(student.read_events, stage.url, "cle-7")
    used = [request.connection for request in stage.requests]
    each = "Chaque page a ouvert sa connexion : créez la session une fois, avant la boucle, et session.get."
    assert len(used) == 3, UNREAD
    assert used == [1, 1, 1], named(used, "Trois pages, une connexion.", ([1, 2, 3], each))


@evenements
def test_every_request_carries_the_key(student, stage):
    """Chaque requête porte la clé, et son délai"""
    for key in ("cle-7", "cle-8"):
        stage.reset()
        paged(stage, 3)
        outcome(student.read_events, stage.url, key)
        sent = [request.headers.get("Authorization") for request in stage.requests]
        once = "La clé ne part qu'avec la première page : posez-la dans session.headers."
        bare = "Il manque le mot « Bearer » et une espace devant la clé."
        absent = "Les requêtes n'ont pas d'en-tête Authorization."
        expected = [f"Bearer {key}"] * 3
        assert len(sent) == 3, UNREAD
        mistakes = (([expected[0], None, None], once), ([key] * 3, bare), ([None] * 3, absent))
        assert sent == expected, named(sent, "Ce n'est pas l'en-tête attendu.", *mistakes)
        waits = [request.timeout for request in stage.requests]
        untold = "Une session n'a pas de délai : donnez timeout=(3, 10) à chaque appel."
        assert waits == [10, 10, 10], named(
            waits, "Le délai demandé est timeout=(3, 10).", ([None] * 3, untold)
        )


@evenements
def test_session_is_closed(student, stage):
    """La session est fermée, même après une erreur"""
    for name, last in (("à la fin", Answer(json=[])), ("après une erreur", Answer(status=500, json=REFUSAL))):
        stage.reset()
        stage.route("/events", last)
        with closings(student) as closed:
            outcome(student.read_events, stage.url, "cle-7")
            count = closed()
        left = f"La session n'a pas été fermée {name} : with requests.Session() as session:"
        assert count >= 1, left


@evenements
def test_error_codes_of_events_are_raised(student, stage):
    """Un code d'erreur, à n'importe quelle page, lève HTTPError"""
    for page in (1, 2):
        stage.reset()
        following = {"Link": f'<{stage.url}/events?page=2>; rel="next"'}
        before = [Answer(json=EVENTS[:3], headers=following)] * (page - 1)
        stage.route("/events", *before, Answer(status=503, json=[]))
        events = outcome(student.read_events, stage.url, "cle-7")
        assert len(stage.requests) == page, UNREAD
        silent = f"La page {page} a répondu 503 et rien ne le dit : appelez raise_for_status() à chaque page."
        assert events == Escaped("HTTPError"), silent


def paged(stage, size):
    """Serve the events by pages, each naming the next."""

    def page(request):
        if len(stage.requests) > ENDLESS:
            return Answer(json=[])
        first = int(request.query.get("after", ["0"])[0])
        link = f'<{stage.url}/events?after={first + size}>; rel="next"'
        headers = {"Link": link} if first + size < len(EVENTS) else {}
        return Answer(json=EVENTS[first : first + size], headers=headers)

    stage.route("/events", respond=page)


NOTING = """
import requests
check_closed, check_close = [], requests.Session.close
def check_noting(session):
    check_closed.append(1)
    check_close(session)
requests.Session.close = check_noting
None
"""


@contextmanager
def closings(student):
    """Count the sessions that the student's side closes meanwhile."""
    student.run(NOTING)
    try:
        yield lambda: student.run("len(check_closed)")
    finally:
        student.run("requests.Session.close = check_close\nNone")


ticket = question(
    "ticket",
    lesson=LESSON,
    hints=[
        "for attempt in range(attempts): … Tout se passe dans la boucle, à commencer par find_ticket.",
        "Le try entoure le POST ; except (requests.ConnectionError, requests.Timeout).",
        "Dans l'except : if attempt == attempts - 1: raise ; sinon, time.sleep(2**attempt), et la boucle "
        "reprend.",
    ],
)
TITLE = "Rapport de test : 3 comptes inactifs"
LOST = Answer(drop=True)


class Desk:
    """The tickets of the stage: those that are there, and what happens to the next ones that are sent."""

    def __init__(self, stage, *accidents, kept=True, rows=()):
        self.rows = [{"id": 501, "title": "Imprimante muette"}, *rows]
        self._accidents, self._kept = list(accidents), kept
        stage.route("/tickets", method="GET", respond=lambda request: Answer(json={"data": self.rows}))
        stage.route("/tickets", method="POST", respond=self._take)

    def _take(self, request):
        accident = self._accidents.pop(0) if self._accidents else None
        if accident and not self._kept:
            return accident
        number = 501 + len(self.rows)
        self.rows.append({"id": number, "title": (request.json or {}).get("title")})
        return accident or Answer(status=201, json={"id": number, "title": TITLE})


def sent(stage, method="POST"):
    """The requests of this method that came."""
    return [request for request in stage.requests if request.method == method]


def ticketed(student, stage, **options):
    """Return the number that the student's function gives, or the exception that comes out."""
    return outcome(student.open_ticket, opened(student), stage.url, TITLE, **options)


@ticket
def test_new_ticket_is_opened(student, stage):
    """Un ticket nouveau est créé, et son numéro renvoyé"""
    Desk(stage)
    number = ticketed(student, stage)
    posted = len(sent(stage))
    nothing = "Aucun POST n'est parti vers /tickets : le ticket n'existait pas, créez-le."
    assert posted == 1, named(posted, "Un seul POST est attendu.", (0, nothing))
    body = sent(stage)[0].json
    assert body == {"title": TITLE}, 'Le corps attendu est le JSON {"title": title} : json=….'
    whole = "Votre fonction renvoie tout le ticket : renvoyez son champ « id »."
    other = "Renvoyez le numéro du ticket créé."
    assert number == 502, named(number, whole if isinstance(number, dict) else other)
    waited = sent(stage)[0].timeout
    untold = "Le POST est parti sans délai maximal : timeout=(3, 10)."
    assert waited == 10, named(waited, "Le délai demandé est timeout=(3, 10).", (None, untold))


@ticket
def test_known_ticket_is_not_opened_again(student, stage):
    """Un ticket qui existe déjà n'est pas créé une seconde fois"""
    for known in (507, 0):
        stage.reset()
        Desk(stage, rows=[{"id": known, "title": TITLE}])
        number = ticketed(student, stage)
        twice = "Le ticket existait déjà, et vous en avez créé un autre : cherchez-le d'abord (find_ticket)."
        zero = "Le ticket porte le numéro 0, qui est un numéro comme un autre : testez « is not None »."
        posted = len(sent(stage))
        assert posted == 0, twice if known else zero
        assert number == known, "Le ticket existait déjà : renvoyez son numéro."


@ticket
def test_lost_answer_makes_no_second_ticket(student, stage):
    """Une réponse perdue ne fait pas deux tickets"""
    for lost in (LOST, Answer(delay=60)):
        stage.reset()
        desk = Desk(stage, lost)
        told = "le délai est dépassé" if lost.delay else "la connexion se coupe"
        number = ticketed(student, stage)
        stopped = f"Pendant le POST, {told}, et votre fonction s'arrête : attendez, et recommencez."
        blind = "Deux tickets ont été créés : relisez la liste à chaque tentative, avant le POST."
        wrong_type = isinstance(number, Escaped)
        assert wrong_type is False, stopped
        tickets = len([row for row in desk.rows if row["title"] == TITLE])
        unnamed = 'Le ticket créé n\'a pas le titre demandé : son corps est le JSON {"title": title}.'
        assert tickets == 1, named(tickets, blind, (0, unnamed))
        assert number == 502, "Le ticket a été créé malgré la coupure : renvoyez son numéro."


@ticket
def test_lost_request_is_sent_again(student, stage):
    """Une requête perdue est renvoyée"""
    Desk(stage, LOST, kept=False)
    number = ticketed(student, stage)
    given_up = (
        "Le premier POST s'est perdu avant d'arriver : après relecture, le ticket est toujours à créer."
    )
    other = "Renvoyez le numéro du ticket créé au second essai."
    assert number == 502, named(number, other, (None, given_up), (Escaped("ConnectionError"), given_up))


@ticket
def test_it_gives_up_in_the_end(student, stage, clock):
    """Les attentes doublent, puis l'exception sort"""
    for attempts, waits in ((3, [1, 2]), (4, [1, 2, 4])):
        stage.reset()
        clock.reset()
        Desk(stage, *[LOST] * 9, kept=False)
        number = ticketed(student, stage, attempts=attempts)
        posted = len(sent(stage))
        assert posted == attempts, f"Appelée avec attempts={attempts}, elle doit envoyer {attempts} POST."
        silent = "Toutes les tentatives ont échoué, et rien ne le dit : à la dernière, relancez l'exception."
        assert number == Escaped("ConnectionError"), silent
        slept = clock.sleeps
        rushed = "Les tentatives se suivent sans attendre : time.sleep(2**attempt)."
        late = "Inutile d'attendre après la dernière tentative : relancez l'exception aussitôt."
        steady = "Les attentes ne doublent pas : 1 s, 2 s, 4 s…, soit 2**attempt."
        shifted = "La première attente est d'une seconde : 2**attempt, où attempt part de 0."
        mistakes = [([], rushed), ([*waits, 2 * waits[-1]], late), ([1] * len(waits), steady)]
        counted = "Les attentes sont 0, 1, 2… : 2**attempt, et non attempt."
        mistakes += [([2 * wait for wait in waits], shifted), (list(range(len(waits))), counted)]
        assert slept == waits, named(slept, "Ce ne sont pas les attentes demandées.", *mistakes)


@ticket
def test_a_refusal_is_not_tried_again(student, stage):
    """Un refus (422, 503) lève HTTPError aussitôt"""
    for status in (422, 503):
        stage.reset()
        Desk(stage, *[Answer(status=status, json=REFUSAL)] * 9, kept=False)
        found = caught(student, stage)
        silent = f"L'API a répondu {status} et rien ne le dit : appelez response.raise_for_status()."
        assert found == Escaped("HTTPError"), silent
        posted = len(sent(stage))
        stubborn = "Un refus ne se recommence pas : n'attrapez que ConnectionError et Timeout."
        assert posted == 1, stubborn


def caught(student, stage):
    """Return the exception that comes out, KeyError included, or the number."""
    try:
        return ticketed(student, stage)
    except StudentError as error:
        if error.types[0] != "KeyError":
            raise
        return Escaped("KeyError")


journal = question(
    "journal",
    lesson=LESSON,
    hints=[
        "Tout est dans response : .request.method, .request.url, .status_code, .ok, .elapsed.",
        "Le chemin seul : urlsplit(response.request.url).path. La durée : elapsed.total_seconds() * 1000.",
        'logging.getLogger("rapport").log(level, "%s %s %d %d ms", …), où level est logging.INFO ou '
        "logging.WARNING.",
    ],
)
RESPONSE = """
import datetime, logging, requests
check_response = requests.Response()
check_response.status_code = {status}
check_response.url = {url!r}
check_response.elapsed = datetime.timedelta(milliseconds={ms})
check_response.request = requests.Request({method!r}, {url!r}).prepare()
check_response.request.headers["Authorization"] = "Bearer cle-secrete"
check_records, check_handler = [], logging.Handler()
check_handler.emit = check_records.append
check_journal = logging.getLogger("rapport")
check_before = check_journal.level, check_journal.propagate, check_journal.filters[:]
check_journal.setLevel(logging.DEBUG)
check_journal.propagate, check_journal.filters = False, []
check_journal.addHandler(check_handler)
check_response
"""
RESTORED = """
check_journal.removeHandler(check_handler)
check_journal.setLevel(check_before[0])
check_journal.propagate, check_journal.filters = check_before[1:]
[[record.levelname, record.getMessage()] for record in check_records]
"""


@journal
def test_line_is_written(student):
    """La ligne dit la méthode, le chemin, le code et la durée"""
    for method, status, ms in (("GET", 200, 45), ("POST", 201, 1250)):
        lines = [line for _, line in logged(student, method, "https://api.example.com/users", status, ms)[0]]
        expected = f"{method} /users {status} {ms} ms"
        other = "Ce n'est pas la ligne attendue, au caractère près."
        nothing = 'Rien n\'a été écrit dans le journal « rapport » : logging.getLogger("rapport").log(…).'
        part = "Au-delà d'une seconde, .microseconds ne donne que le reste : total_seconds() * 1000."
        seconds = "La durée est restée en secondes : multipliez par 1000."
        whole = "L'URL est entière : n'écrivez que son chemin, urlsplit(url).path."
        mistakes = [
            ([], nothing),
            ([f"{method} /users {status} {ms % 1000} ms"], part),
            ([f"{method} /users {status} {ms // 1000} ms"], seconds),
            ([f"{method} https://api.example.com/users {status} {ms} ms"], whole),
            ([f"{method} /users {status} {float(ms)} ms"], "La durée est un nombre entier : round(…)."),
            ([f"GET /users {status} {ms} ms"], "La méthode est celle de la requête : .request.method."),
        ]
        assert lines == [expected], named(lines, other, *mistakes)


@journal
def test_level_follows_the_code(student):
    """Le niveau est INFO sous 400, WARNING à partir de 400"""
    for status, expected in (
        (204, "INFO"),
        (302, "INFO"),
        (400, "WARNING"),
        (404, "WARNING"),
        (503, "WARNING"),
    ):
        levels = [
            level for level, _ in logged(student, "GET", "https://api.example.com/users", status, 45)[0]
        ]
        same = f"Un {status} s'écrit au niveau {expected} : choisissez le niveau d'après le code."
        assert levels == [expected], same


@journal
def test_no_secret_is_written(student):
    """Ni les paramètres de l'URL, ni les en-têtes n'y sont"""
    url = "https://api.example.com/data?api_key=cle-secrete&page=2"
    lines, _ = logged(student, "GET", url, 200, 45)
    leaked = any("cle-secrete" in line for _, line in lines)
    assert leaked is False, "La clé est dans le journal : n'écrivez que le chemin, urlsplit(url).path."


@journal
def test_nothing_is_returned(student):
    """Le crochet ne renvoie rien"""
    _, returned = logged(student, "GET", "https://api.example.com/users", 200, 45)
    replaced = "Ce que renvoie un crochet remplace la réponse : n'écrivez pas de return."
    assert returned is None, replaced


def logged(student, method, url, status, ms):
    """Return the lines that the student's hook writes about a response, and what it returns."""
    response = student.run(RESPONSE.format(method=method, url=url, status=status, ms=ms))
    lines = []
    try:
        returned = student.log_response(response, timeout=(3, 10), verify=True)
    finally:
        lines += student.run(RESTORED)
    return lines, returned


sortie = question(
    "sortie",
    lesson=LESSON,
    hints=[
        "Un seul try autour de task() ; deux except ; return 0 à la fin.",
        "except SettingsError as error: on écrit le texte. except requests.RequestException as error: on "
        "écrit type(error).__name__.",
        "print(…, file=sys.stderr), puis return 2 ou return 1.",
    ],
)
TASK = "import requests\ndef check_task():\n    {does}\nNone"
EXIT = """
import contextlib, io
check_said = io.StringIO()
with contextlib.redirect_stderr(check_said):
    check_code = exit_code(check_task)
[check_code, check_said.getvalue()]
"""
SECRET_URL = "https://api.example.com/data?api_key=cle-secrete"


@sortie
def test_success_is_zero(student):
    """Un travail fait donne 0"""
    code, said = ended(student, "check_done.append(1); return 7", before="check_done = []")
    done = student.run("len(check_done)")
    assert done == 1, "La tâche doit être exécutée, une fois : task()."
    none = "Votre fonction ne renvoie rien quand tout va bien : return 0."
    passed = "Vous renvoyez ce que renvoie task() ; le code d'un travail fait est 0 : return 0."
    assert code == 0, named(code, "Quand tout va bien, le code est 0.", (None, none), (7, passed))
    assert said == "", "Quand tout va bien, rien ne s'écrit sur la sortie d'erreur."


@sortie
def test_failure_of_the_api_is_one(student):
    """Une exception de requests donne 1, et son nom s'affiche"""
    for name in ("ConnectionError", "ReadTimeout", "HTTPError", "JSONDecodeError"):
        raised = f'requests.exceptions.{name}("refus de {SECRET_URL}")'
        if name == "JSONDecodeError":
            raised = 'requests.exceptions.JSONDecodeError("Expecting value", "<h1>", 0)'
        code, said = ended(student, f"raise {raised}")
        escaped = (
            f"L'exception {name} sort de votre fonction : attrapez requests.RequestException, qui la couvre."
        )
        other = "Quand l'API ne va pas, le code est 1."
        assert code == 1, named(code, other, (Escaped(name), escaped))
        leaked = "cle-secrete" in said
        assert leaked is False, (
            "Le texte de l'exception cite l'URL et sa clé : n'écrivez que le nom de sa classe."
        )
        unsaid = "Le nom de la classe n'est pas sur la sortie d'erreur : print(…, file=sys.stderr)."
        other = "Ce n'est pas le nom de la classe de cette exception : type(error).__name__."
        told = name if name in said else said
        assert told == name, other if said.strip() else unsaid


@sortie
def test_missing_setting_is_two(student):
    """Un réglage qui manque donne 2, et le message s'affiche"""
    code, said = ended(student, 'raise SettingsError("REPORT_KEY manque")')
    escaped = UNCAUGHT.format("SettingsError")
    other = "Quand un réglage manque, le code est 2."
    assert code == 2, named(code, other, (Escaped("SettingsError"), escaped))
    unsaid = "Le texte de l'exception n'est pas sur la sortie d'erreur : print(error, file=sys.stderr)."
    told = "REPORT_KEY manque"
    assert (told if told in said else said) == told, unsaid


@sortie
def test_a_bug_goes_through(student):
    """Un bogue (KeyError, TypeError…) passe"""
    for name in ("KeyError", "TypeError", "ZeroDivisionError"):
        code, _ = ended(student, f'raise {name}("data")')
        hidden = f"Un bogue ({name}) a été caché, et sa trace avec lui : n'attrapez que les deux exceptions."
        undone = f"Aucun bogue ({name}) n'est sorti, comme si tout allait bien : task() est-elle appelée ?"
        assert code == Escaped(name), named(code, hidden, (0, undone))


def ended(student, does, before="None"):
    """Return the code of a task that does this, and what was written on the error output."""
    student.run(f"{before}\n{TASK.format(does=does)}")
    try:
        code, said = student.run(EXIT)
    except StudentError as error:
        if error.types[0] in ("NotImplementedError", "NameError", "SystemExit"):
            raise
        return Escaped(error.types[0]), ""
    return code, said


choice(
    "nouvelle-tentative-put",
    "Votre script mettait à jour dix serveurs par `PUT /servers/…`. Il a été tué au milieu, sans rien noter. "
    "Que faites-vous ?",
    [
        wrong(
            "Je ne relance rien : je risquerais des doublons.",
            "Vous pensez à `POST`, qui crée une ressource de plus. `PUT` remplace : le refaire donne le même "
            "état. Voir la leçon 01.",
        ),
        wrong(
            "Je lis d'abord les dix serveurs : relancer un `PUT` déjà fait les abîmerait.",
            "Relire est prudent, mais pas nécessaire ici : `PUT` est idempotent. Voir la leçon 01.",
        ),
        right(
            "Je relance les dix, depuis le début.",
            "Oui : `PUT` est idempotent. Refaire les cinq premiers ne change rien à leur état.",
        ),
        wrong(
            "Je relance les dix, mais en `PATCH`, pour ne pas écraser.",
            "`PATCH` change ce qu'on envoie, et n'est pas toujours idempotent. Voir la leçon 01.",
        ),
    ],
)

choice(
    "409-ou-422",
    "Vous créez un compte. L'adresse électronique est bien formée, mais elle appartient déjà à quelqu'un. "
    "Quel code attendez-vous ?",
    [
        right(
            "409",
            "Oui : conflit. La requête est bien formée ; c'est l'état du service qui s'y oppose.",
        ),
        wrong(
            "422",
            "Ce code dit qu'une valeur n'est pas valide en elle-même. Celle-ci l'est. Voir la leçon 01.",
        ),
        wrong(
            "403",
            "403 parle de vos droits : « je sais qui vous êtes, et c'est non ». Voir la leçon 01.",
        ),
        wrong(
            "503",
            "Un 5xx est une panne du service. Il va bien, et vous répond. Voir la leçon 01.",
        ),
    ],
)

choice(
    "reponse-202",
    "`POST /exports` répond 202. Que savez-vous de l'export ?",
    [
        wrong(
            "Il est prêt : tout 2xx veut dire « c'est fait ».",
            "2xx veut dire « accepté », au sens large. Le 202 précise : pas encore fait. Voir la leçon 07.",
        ),
        wrong(
            "Il est dans le corps de la réponse.",
            "Vous pensez au 200. Un 202 promet un travail à venir. Voir la leçon 07.",
        ),
        wrong(
            "Il a échoué : il fallait 201.",
            "201 veut dire « créé » ; 202 est un succès lui aussi, mais différé. Voir la leçon 07.",
        ),
        right(
            "Il est commandé : il faudra le redemander, ou attendre qu'on nous rappelle.",
            "Oui : le service a noté le travail. Un webhook, ou une nouvelle lecture, dira qu'il est fini.",
        ),
    ],
)

choice(
    "sens-du-delai",
    "Avec `timeout=10`, un serveur vous envoie un octet toutes les cinq secondes, pendant une heure. Que se "
    "passe-t-il ?",
    [
        wrong(
            "`ReadTimeout`, au bout de dix secondes.",
            "Ce n'est pas un délai total : il repart à zéro à chaque octet reçu. Voir la leçon 02.",
        ),
        wrong(
            "`ReadTimeout`, au bout de vingt secondes : dix pour la connexion, dix pour la lecture.",
            "Les deux délais existent bien, mais celui de lecture se compte entre deux octets. Voir "
            "la leçon 02.",
        ),
        right(
            "L'appel dure une heure, et réussit.",
            "Oui : le délai de lecture borne chaque silence, non la durée totale.",
        ),
        wrong(
            "`ConnectTimeout`, au bout de dix secondes.",
            "La connexion s'est établie aussitôt : ce délai-là est passé. Voir la leçon 02.",
        ),
    ],
)

choice(
    "ok-sans-exception",
    "L'API est en panne : elle répond 500, avec une page HTML. Votre code : "
    "`data = requests.get(url, timeout=5).json()`. Quelle exception sort ?",
    [
        wrong(
            "`HTTPError`, puisque le code est 500.",
            "`requests.get` ne lève rien pour un code d'erreur ; il manque `raise_for_status()`. "
            "Voir la leçon 02.",
        ),
        right(
            "`JSONDecodeError`.",
            "Oui, et elle accuse le JSON au lieu de dire « 500 » : d'où `raise_for_status()`, avant de lire.",
        ),
        wrong(
            "Aucune : `data` vaut `None`.",
            "`.json()` ne renvoie pas `None` devant du HTML, elle lève une exception. Voir la leçon 02.",
        ),
        wrong(
            "`ConnectionError`, puisque le service est en panne.",
            "Le service a répondu, mal : la connexion, elle, a marché. Voir la leçon 02.",
        ),
    ],
)

choice(
    "ou-va-la-donnee",
    "Vous voulez la liste des comptes de l'équipe « R&D ». Que passez-vous à `requests.get` ?",
    [
        wrong(
            'Une URL qui finit par `"?team=R&D"`',
            "Le `&` coupe la valeur en deux : le serveur reçoit « R ». Voir la leçon 02.",
        ),
        wrong(
            '`json={"team": "R&D"}`',
            "La donnée partirait dans le corps ; or un `GET` se filtre par son URL. Voir la leçon 02.",
        ),
        wrong(
            '`headers={"team": "R&D"}`',
            "Un en-tête décrit l'échange (qui parle, quel format) ; un filtre va dans l'URL. Voir la "
            "leçon 02.",
        ),
        right(
            '`params={"team": "R&D"}`',
            "Oui : requests compose l'URL et encode le `&` (`%26`).",
        ),
    ],
)

choice(
    "session-et-delai",
    "Cinquante appels passent par la même session. Où écrivez-vous le délai ?",
    [
        wrong(
            "`session.timeout = 5`, une fois.",
            "Python accepte, et requests n'en fait rien : les appels attendent sans limite. Voir la "
            "leçon 03.",
        ),
        right(
            "`timeout=5`, à chaque appel.",
            "Oui, ou dans la petite fonction par laquelle passent tous les appels.",
        ),
        wrong(
            "Nulle part : une session a un délai de trente secondes.",
            "Une session n'en a aucun, pas plus que `requests.get`. Voir la leçon 03.",
        ),
        wrong(
            "`Retry(total=5)`, sur l'adaptateur.",
            "`total` compte des tentatives, et non des secondes. Voir la leçon 04.",
        ),
    ],
)

choice(
    "cle-dans-url",
    "Votre clé part ainsi : `https://api.example.com/data?api_key=cle-7`. Où pourra-t-on la lire ?",
    [
        right(
            "Dans le journal d'accès du serveur.",
            "Oui : une URL s'y écrit en entier. Un en-tête, non.",
        ),
        wrong(
            "Sur le réseau, en chemin.",
            "HTTPS chiffre toute la requête, le chemin et les paramètres aussi. Voir la leçon 03.",
        ),
        right(
            "Dans votre propre journal, si vous y écrivez une exception.",
            "Oui : le texte des exceptions de requests cite l'URL.",
        ),
        wrong(
            "Dans le corps de la réponse, toujours.",
            "Certains serveurs répètent ce qu'ils reçoivent, mais ce n'est pas la règle. Voir la leçon 04.",
        ),
    ],
)

choice(
    "secret-dans-git",
    "Ce matin, un collègue a poussé une clé d'API vers un dépôt public. Que faites-vous en premier ?",
    [
        wrong(
            "Un nouveau commit, qui efface la ligne.",
            "L'historique garde la ligne, à portée de tous. Relisez la fin de cette leçon 08.",
        ),
        wrong(
            "Je récris l'historique avec `git filter-repo`.",
            "Utile plus tard. Les copies et les robots ont déjà la clé : elle doit cesser de servir. "
            "Voir cette leçon 08.",
        ),
        wrong(
            "Je rends le dépôt privé.",
            "La clé a déjà pu être copiée, et reste valable. Voir cette leçon 08.",
        ),
        right(
            "Je révoque la clé.",
            "Oui : une clé révoquée ne vaut plus rien, où qu'elle soit. Le ménage vient après.",
        ),
    ],
)

choice(
    "cle-didempotence",
    "Votre `POST /orders` porte un en-tête `Idempotency-Key`. Quand en créez-vous la valeur ?",
    [
        wrong(
            "À chaque tentative, pour qu'aucune ne soit prise pour une autre.",
            "C'est l'inverse qu'on veut : le serveur doit reconnaître la même demande. Voir la leçon 04.",
        ),
        right(
            "Une fois par commande, avant la première tentative.",
            "Oui : une clé par intention ; toutes les tentatives la portent.",
        ),
        wrong(
            "Une fois pour toutes, dans la configuration du script.",
            "Votre deuxième commande serait prise pour la première, et n'existerait jamais. Voir la "
            "leçon 04.",
        ),
        wrong(
            "Jamais : c'est le serveur qui la donne, dans sa réponse.",
            "Si la réponse se perd, la clé se perdrait avec elle. C'est vous qui la choisissez. Voir "
            "la leçon 04.",
        ),
    ],
)

choice(
    "retry-after",
    "Votre session porte `Retry(total=3, backoff_factor=1, status_forcelist=[429])`. L'API répond 429, avec "
    "`Retry-After: 3600`. Que fait le script ?",
    [
        right(
            "Il dort une heure, puis recommence.",
            "Oui : le serveur a le dernier mot, jusqu'à `retry_after_max`, six heures si vous ne dites rien.",
        ),
        wrong(
            "Il recommence après 0, 2 puis 4 s.",
            "Ce serait sa propre formule ; `Retry-After` passe avant elle. Voir la leçon 04.",
        ),
        wrong(
            "Il renonce aussitôt : une heure, c'est trop.",
            "Rien ne le lui a dit : c'est à vous de borner, avec `retry_after_max`. Voir la leçon 04.",
        ),
        wrong(
            "Il reçoit le 429 et continue : `Retry` ne relance que les 5xx.",
            "`Retry` relance les codes de `status_forcelist`, quels qu'ils soient. Voir la leçon 04.",
        ),
    ],
)

choice(
    "fin-de-liste",
    "Vous demandez `limit=100`, et il vient 50 éléments. Est-ce la dernière page ?",
    [
        wrong(
            "Oui : elle n'est pas pleine.",
            "Beaucoup d'API plafonnent `limit` sans le dire : 50 est peut-être leur maximum. Voir la "
            "leçon 04.",
        ),
        wrong(
            "Non : il manque 50 éléments, la réponse est tronquée.",
            "Une réponse tronquée lèverait une exception ou ne serait pas du JSON. Voir la leçon 04.",
        ),
        right(
            "On ne peut pas le dire ainsi : il faut regarder `total`, le lien `next` ou le curseur.",
            "Oui : la fin d'une liste, c'est l'API qui la dit.",
        ),
    ],
)

choice(
    "quota-epuise",
    "GitHub répond 403, avec `X-RateLimit-Remaining: 0`. Que fait votre script ?",
    [
        wrong(
            "Il demande un jeton qui a plus de droits.",
            "D'ordinaire, un 403 parle bien de droits. Mais ici l'en-tête dit que la limite est atteinte. "
            "Voir la leçon 05a.",
        ),
        wrong(
            "Il recommence trois fois, tout de suite.",
            "La limite sera toujours atteinte ; insister peut même prolonger l'attente. Voir la leçon 05a.",
        ),
        wrong(
            "Il attend le nombre de secondes que donne `X-RateLimit-Reset`.",
            "`X-RateLimit-Reset` n'est pas une durée, mais une date, en secondes depuis 1970. "
            "Voir la leçon 05a.",
        ),
        right(
            "Il attend jusqu'à la date que donne `X-RateLimit-Reset`.",
            "Oui, ou la durée que donne `Retry-After`, s'il est là.",
        ),
    ],
)

choice(
    "valeur-promql",
    'Vous demandez à Prometheus `up{instance="web-1"}`, et `result` est une liste vide. Qu\'en '
    "concluez-vous ?",
    [
        wrong(
            "La machine est arrêtée : `up` vaut 0.",
            "0 serait une mesure, dans un résultat. Ici, il n'y a pas de mesure du tout. Voir la leçon 05b.",
        ),
        right(
            "Aucune série ne porte cette étiquette : faute de frappe, ou machine inconnue de Prometheus.",
            "Oui : « pas de mesure » n'est pas « zéro », et c'est un état à traiter à part.",
        ),
        wrong(
            "Prometheus est en panne.",
            "En panne, il aurait répondu par une erreur, ou pas du tout. Voir la leçon 05b.",
        ),
        wrong(
            "Tout va bien : il n'y a rien à signaler.",
            "Vous pensez à la liste des alertes. Une machine muette est peut-être la pire nouvelle. "
            "Voir la leçon 05b.",
        ),
    ],
)

choice(
    "ecrire-un-champ",
    "Un secret de Vault (KV v2) contient `username` et `password`. Vous y écrivez `password` seul. Que donne "
    "la lecture suivante ?",
    [
        right(
            "Le nouveau `password`, seul.",
            "Oui : écrire remplace tout. La version d'avant reste lisible avec `?version=`.",
        ),
        wrong(
            "L'ancien `username` et le nouveau `password`.",
            "Vous pensez à une fusion, que fait `PATCH`. Une écriture remplace tout. Voir la leçon 05c.",
        ),
        wrong(
            "L'ancien secret : le coffre refuse un secret incomplet.",
            "Le coffre ne connaît pas vos champs : il accepte ce qu'on lui donne. Voir la leçon 05c.",
        ),
        wrong(
            "Les deux versions, dans une liste.",
            "Une lecture donne la dernière version ; les autres se demandent une à une. Voir la leçon 05c.",
        ),
    ],
)

choice(
    "reprise-200",
    "Vous reprenez un téléchargement avec `Range: bytes=4000-`. Le serveur répond 200. Que faites-vous de ce "
    "qui arrive ?",
    [
        wrong(
            "Je l'ajoute à la suite des 4 000 octets déjà reçus.",
            "Le serveur a ignoré `Range` et renvoie tout : le début serait en double. Voir la leçon 06.",
        ),
        right(
            "Je récris le fichier depuis le début.",
            "Oui : un 200 est le fichier entier. Seul un 206 est une suite.",
        ),
        wrong(
            "Je recommence jusqu'à obtenir un 206.",
            "Certains serveurs ignorent toujours `Range` : vous n'en finiriez pas. Voir la leçon 06.",
        ),
        wrong(
            "Rien : un 200 dit que mon fichier était déjà complet.",
            "Ce serait plutôt un 416, « rien au-delà ». Voir la leçon 06.",
        ),
    ],
)

choice(
    "content-type-session",
    "Votre session porte `Content-Type: application/json`. Un envoi avec `files=` échoue : 400 ou "
    "415. Pourquoi ?",
    [
        wrong(
            "Il fallait convertir le fichier en JSON.",
            "Un fichier part très bien en formulaire à parties, c'est ce que fait `files=`. Voir la "
            "leçon 06.",
        ),
        wrong(
            "On ne peut pas envoyer de fichier par une session.",
            "On le peut : une session fait tout ce que fait `requests`. Voir la leçon 06.",
        ),
        wrong(
            "Il fallait écrire soi-même `multipart/form-data` dans l'en-tête.",
            "Il y manquerait encore la frontière, que requests seule connaît. Voir la leçon 06.",
        ),
        right(
            "Le vrai type, avec la frontière des parties, n'a pas pu être posé.",
            "Oui : requests ne remplace pas un `Content-Type` déjà là. Ne le posez pas sur la session.",
        ),
    ],
)

choice(
    "octets-signes",
    "Un webhook signé arrive. Sur quoi recalculez-vous la signature ?",
    [
        wrong(
            "Sur `json.dumps(json.loads(body))`",
            "Une espace ou un accent écrit autrement, et la signature change. Voir la leçon 07.",
        ),
        right(
            "Sur les octets du corps, tels qu'ils sont arrivés.",
            "Oui, avec l'identifiant et la date s'ils sont signés aussi, et avant de lire le JSON.",
        ),
        wrong(
            "Sur les champs dont je me sers, un par un.",
            "L'expéditeur a signé le corps entier : vous ne retrouveriez pas sa signature. Voir la leçon 07.",
        ),
        wrong(
            "Sur la signature reçue, que je compare à elle-même.",
            "Elle serait toujours juste : il faut la recalculer, avec le secret. Voir la leçon 07.",
        ),
    ],
)
