"""The visible checks of exercise 3, and the API on which its notebook tries the code."""

import threading
from itertools import pairwise

import pytest

from grader.checks import question
from grader.checks.conversation import seconds
from grader.checks.diagnosis import named
from grader.checks.pace import EARLY, LATE, hold_the_pace
from grader.stage import Answer

LESSON = "04_client_robuste"
QUOTA = 5
WINDOW = 0.95  # seconds: less than one, so that an arrival that is late costs nobody a refusal


def demonstration(stage):
    """Script an API that limits its callers on ``stage`` and return its addresses by name."""
    arrivals: dict[str, list[dict]] = {}

    def limited(exchange, failing=False):
        seen = arrivals.setdefault(caller(exchange), [])
        accepted = [request for request in seen if request["status"] != 429]
        recent = [request for request in accepted if request["at"] > exchange.at - WINDOW]
        status = 429 if len(recent) >= QUOTA else 503 if failing and len(accepted) % 4 == 3 else 200
        seen.append({"at": exchange.at, "status": status})
        return Answer(status=status, json={}, headers={"Retry-After": "1"} if status == 429 else {})

    def journal(exchange):
        seen = arrivals.pop(caller(exchange), [])
        start = seen[0]["at"] if seen else 0
        return Answer(json=[{**request, "at": round(request["at"] - start, 3)} for request in seen])

    return {
        "articles": stage.route("/articles", respond=limited).url,
        "commandes": stage.route("/commandes", respond=lambda exchange: limited(exchange, True)).url,
        "journal": stage.route("/journal", respond=journal).url,
    }


def caller(exchange):
    """Return the name that a caller gave itself."""
    return exchange.query.get("caller", ["anonyme"])[0]


# --- 1. debit -----------------------------------------------------------------------------------------

debit = question(
    "debit",
    lesson=LESSON,
    hints=[
        "Gardez l'heure des derniers départs. Combien faut-il en garder pour savoir si le suivant peut "
        "partir ?",
        "Le départ n° i ne peut pas avoir lieu avant celui du départ n° i - rate, plus period : "
        "collections.deque(maxlen=rate) garde les rate derniers, et le premier de la file est celui "
        "qu'il faut.",
        "N'attendez que ce qui manque, et jamais un temps négatif : max(0, …). Notez l'heure du départ après "
        "l'attente, pas avant.",
        "time.time() suit l'horloge de la machine, que l'on peut remettre à l'heure ; "
        "time.monotonic() ne fait qu'avancer.",
    ],
)


@debit
def test_burst(student, clock):
    """Dix appels d'affilée, trois par seconde"""
    hold_the_pace(student.RateLimiter(3).acquire, clock, 3, 1, [0] * 10)


@debit
def test_idle_time_gives_no_credit(student, clock):
    """Une longue inactivité ne donne aucun crédit"""
    pauses = [0, 0, 60, 0, 0, 0, 0, 0, 0]
    hold_the_pace(student.RateLimiter(3).acquire, clock, 3, 1, pauses)


@debit
def test_example_of_the_statement(student, clock):
    """Les sept appels du tableau de l'énoncé"""
    pauses = [0, 0.6, 0.2, 0, 0, 0, 3.2]
    hold_the_pace(student.RateLimiter(3).acquire, clock, 3, 1, pauses)


@debit
def test_wall_clock_set_back(student, clock):
    """L'horloge de la machine recule d'une heure"""
    hold_the_pace(student.RateLimiter(2).acquire, clock, 2, 1, [0, 0, 0])
    limiter, start = student.RateLimiter(2), clock.elapsed
    limiter.acquire()
    clock.jump(-3600)
    for _ in range(2):
        limiter.acquire()
    wall = (
        "Vous lisez l'horloge de la machine, qui vient de reculer d'une heure : prenez une horloge qui ne "
        "fait qu'avancer."
    )
    assert clock.elapsed - start <= 1 + LATE, wall
    assert clock.elapsed - start >= 1 - EARLY, wall


# --- 2. attendre --------------------------------------------------------------------------------------

attendre = question(
    "attendre",
    lesson=LESSON,
    hints=[
        'response.headers.get("Retry-After") rend un texte, ou None si l\'en-tête est absent.',
        "Essayez d'abord de le lire comme des chiffres, puis comme une date ; "
        "si ni l'un ni l'autre ne va, rendez None.",
        "email.utils.parsedate_to_datetime lit une date HTTP et lève ValueError sur un texte qui n'en "
        "est pas une.",
        "date.timestamp() - time.time() est le temps qui reste ; une date passée donne un nombre négatif.",
    ],
)

NOW = "Mon, 05 Jan 2026 09:00:00 GMT"  # where every check's wall clock begins
LATER = "Mon, 05 Jan 2026 09:00:07 GMT"


def asked(student, stage, value, status=429):
    """Return what retry_after reads in an answer whose Retry-After has this value, None for no such field."""
    headers = {} if value is None else {"Retry-After": value}
    url = stage.route("/limite", status=status, headers=headers).url
    response = student.run("__import__('requests')").get(url, timeout=5)
    return student.retry_after(response)


def assert_reads(student, stage):
    """Assert that some delay is read: an answer that gives None, or 0, to everything gets nothing for it."""
    values = "120", "Mon, 05 Jan 2026 09:02:00 GMT"
    assert any(asked(student, stage, value) for value in values), (
        "retry_after ne lit aucun délai : ni 120, ni une date qui vient dans deux minutes."
    )


@attendre
def test_seconds(student, stage, clock):
    """Un nombre de secondes"""
    found = asked(student, stage, "120")
    text = "Un en-tête est un texte : convertissez-le en nombre."
    assert found == 120, named(found, "Retry-After: 120 demande 120 s.", ("120", text))
    assert clock.elapsed == 0, "retry_after dit combien attendre ; elle n'attend pas elle-même."


@attendre
def test_date(student, stage):
    """Une date"""
    found = asked(student, stage, LATER)
    lost = "Cette date n'a pas été lue : Retry-After a deux formes, des chiffres ou une date."
    assert found is not None, lost
    assert isinstance(found, int | float), f"Il est {NOW} : {LATER} est dans 7 s."
    other = "Une date se compare à l'heure de la machine, time.time(), et non à une autre horloge."
    assert found < 10**8, other
    hour = "Décalée d'heures entières : cette date est en temps universel (GMT), pas à l'heure locale."
    assert found == pytest.approx(7, abs=0.01), named(
        round(found) % 3600, f"Il est {NOW} : {LATER} est dans 7 s.", (7, hour)
    )


@attendre
def test_nothing_asked(student, stage):
    """Pas d'en-tête Retry-After"""
    zero = "0 voudrait dire « tout de suite » : sans Retry-After, rendez None."
    found = asked(student, stage, None)
    assert found is None, named(found, "Sans Retry-After, rendez None.", (0, zero))
    assert_reads(student, stage)


@attendre
def test_letters(student, stage):
    """Un Retry-After illisible compte comme absent"""
    found = asked(student, stage, "bientot")
    assert found is None, "« bientot » n'est ni un nombre ni une date : rendez None."
    assert_reads(student, stage)


# --- 3. recul -----------------------------------------------------------------------------------------

recul = question(
    "recul",
    lesson=LESSON,
    hints=[
        "Calculez d'abord le délai plein, sans hasard : à chaque échec, il est multiplié par factor.",
        "Au premier échec, le délai est base : l'exposant est failures - 1. min(cap, …) le plafonne.",
        "random.random() est au hasard entre 0 et 1 : délai × (1 - jitter × random.random()).",
        "Un float ne dépasse pas 1,8e308 : au-delà, Python lève OverflowError. Que rendre alors ?",
    ],
)


def delays(student, failures, **settings):
    """Return the delay after each number of failures."""
    return [student.backoff_delay(number, **settings) for number in failures]


@recul
def test_doubles(student, clock):
    """Sans hasard, le délai double à chaque échec"""
    found = delays(student, range(1, 6), jitter=0)
    ahead = "Au premier échec, le délai est base : l'exposant est failures - 1."
    linear = "Le délai augmente d'autant à chaque échec : il doit être multiplié par factor."
    product = "C'est base × factor qui est élevé à la puissance : élevez factor, puis multipliez par base."
    power = "factor ** … se multiplie par base : vous élevez autre chose à la puissance."
    assert found == pytest.approx([0.5, 1, 2, 4, 8]), named(
        found,
        "Le délai plein vaut base × factor^(failures - 1).",
        ([1, 2, 4, 8, 16], ahead),
        ([0.5, 1, 1.5, 2, 2.5], linear),
        ([0.5, 0.25, 0.125, 0.0625, 0.03125], power),
        ([1, 1, 1, 1, 1], product),
    )
    assert clock.elapsed == 0, "backoff_delay dit combien attendre ; elle n'attend pas elle-même."


@recul
def test_capped(student):
    """Le délai est plafonné"""
    found = delays(student, (6, 7, 8, 20), jitter=0)
    free = "cap n'est pas appliqué : le délai grandit sans fin."
    assert found == pytest.approx([16, 30, 30, 30]), named(
        found, "Le délai plein ne dépasse pas cap, ici 30 s.", ([16, 32, 64, 262144], free)
    )


@recul
def test_random_within_bounds(student):
    """Le hasard reste entre ses bornes, et change à chaque appel"""
    found = student.run("[backoff_delay(4) for _ in range(200)]")
    assert max(found) <= 4 + 1e-9, (
        "Le hasard raccourcit le délai : il ne dépasse jamais le délai plein, ici 4 s."
    )
    assert min(found) >= 3.6 - 1e-9, "Avec jitter=0.1, le délai ne descend pas sous 90 % du délai plein."
    same = "Toujours le même délai : le hasard est à tirer à chaque appel."
    assert len(set(found)) > 20, named(len(set(found)), "Trop peu de valeurs différentes.", (1, same))


# --- 4. abandon ---------------------------------------------------------------------------------------

abandon = question(
    "abandon",
    needs=["debit", "attendre", "recul"],
    lesson=LESSON,
    hints=[
        "Une boucle for de max_attempts tours suffit : tour au limiteur, requête, décision, attente.",
        "Commencez par les cas où l'on rend la réponse ; ce qui reste est à recommencer.",
        "Une réponse d'erreur vaut False (if response: ne passe pas pour un 503) : comparez avec is None.",
        "N'attendez que s'il reste une tentative ; après la dernière, levez GaveUp(…, response=response).",
        "requests.ConnectionError et requests.Timeout sont les exceptions d'une réponse qui manque.",
    ],
)

SENT = """
def script(limiter, method, url, options):
    import requests
    with requests.Session() as session:
        try:
            response = send(session, limiter, method, url, **options)
        except GaveUp as error:
            return ["GaveUp", getattr(error.response, "status_code", None)]
    return ["rendu", getattr(response, "status_code", None)]
script
"""


def sent(student, route, method="GET", limiter=None, **options):
    """Return how send ends: what it does ("rendu" or "GaveUp") and the status of its response."""
    limiter = limiter or student.RateLimiter(1000)
    return student.run(SENT)(limiter, method, route.url, options)


def waits(route):
    """Return the seconds from the end of each attempt to the next."""
    return [round(later.at - earlier.ended, 3) for earlier, later in pairwise(route.requests)]


def assert_waits(got, expected, otherwise, *mistakes):
    """Assert that attempts were as far apart as the statement says."""
    shortened = lengthened = False
    if len(got) == len(expected):
        pairs = list(zip(got, expected, strict=True))
        shortened = all(right * 0.9 - EARLY <= wait <= right + LATE for wait, right in pairs)
        lengthened = all(right - EARLY <= wait <= right + 1 for wait, right in pairs)
        got = [right if right - EARLY <= wait <= right + LATE else wait for wait, right in pairs]
    random = "Le hasard raccourcit ces attentes : jitter n'est pas transmis, ou s'applique à Retry-After."
    beyond = "Une attente dépasse de plus de 100 ms ce que dit l'énoncé : seule une petite marge est permise."
    assert got == expected, named(
        got, otherwise, (got if shortened else None, random), *mistakes, (got if lengthened else None, beyond)
    )


@abandon
def test_tries_again(student, stage):
    """Deux 503, puis 200 : trois tentatives, espacées par le recul"""
    route = stage.route("/api", Answer(status=503), Answer(status=503), Answer(json={}))
    end = sent(student, route, jitter=0)
    assert end == ["rendu", 200], "La troisième tentative reçoit 200 : send rend cette réponse."
    none = "Les tentatives se suivent sans attendre : attendez backoff_delay entre elles."
    late = "Le premier échec compte pour 1 : backoff_delay(1) après lui, backoff_delay(2) après le suivant."
    constant = "L'attente ne grandit pas : donnez à backoff_delay le nombre d'échecs jusque-là."
    earlier = "Les échecs d'appels précédents sont comptés : seuls comptent ceux de cet appel de send."
    found = waits(route)
    assert_waits(
        found,
        [0.5, 1],
        "Ce ne sont pas les attentes du recul : 0,5 s puis 1 s.",
        ([0, 0], none),
        ([1, 2], late),
        ([0.25, 0.5], "Le premier échec compte pour 1, pas pour 0."),
        ([0, 0.5], "Le premier échec compte pour 1, pas pour 0."),
        ([0.5, 0.5], constant),
        (found if found[0] > 2 else None, earlier),
    )


@abandon
def test_retry_after_is_obeyed(student, stage):
    """429 avec Retry-After : 3"""
    route = stage.route("/api", Answer(status=429, headers={"Retry-After": "3"}), Answer(json={}))
    end = sent(student, route, jitter=0)
    assert end == ["rendu", 200], named(
        end, "Un 429 se recommence.", (["rendu", 429], "Le 429 est rendu : il fallait recommencer.")
    )
    ignored = (
        "Retry-After est ignoré, et le recul attendu à sa place : attention, une réponse d'erreur vaut False "
        "dans un « if response »."
    )
    both = "L'attente de Retry-After et celle du recul s'ajoutent : c'est l'une ou l'autre."
    margin = "C'est plus que demandé : attendez exactement ce que dit Retry-After."
    assert_waits(
        waits(route),
        [3],
        "Le serveur demande 3 s.",
        ([0.5], ignored),
        ([3.5], both),
        ([0], ignored),
        ([4], margin),
    )


@abandon
def test_gives_up(student, stage, clock):
    """Toujours 503 : abandon après cinq tentatives"""
    route = stage.route("/api", status=503)
    end = sent(student, route, jitter=0)
    count = len(route.requests)
    assert count == 5, named(
        count,
        "max_attempts=5 : cinq tentatives, la première comprise.",
        (6, "max_attempts compte toutes les tentatives, la première comprise : il y en a une de trop."),
        (4, "Une tentative de moins que max_attempts : la première compte, la dernière aussi."),
        (1, "Aucune nouvelle tentative n'est partie après le 503."),
    )
    lost = "La dernière réponse n'est pas dans l'exception : GaveUp(…, response=response)."
    given = "Après la dernière tentative, send lève GaveUp au lieu de rendre la réponse."
    assert end == ["GaveUp", 503], named(
        end, "GaveUp porte la dernière réponse.", (["GaveUp", None], lost), (["rendu", 503], given)
    )
    assert clock.elapsed <= 7.5 + 5 * LATE, "Après la dernière tentative, il n'y a plus rien à attendre."


@abandon
def test_post_is_not_tried_again(student, stage):
    """Un POST qui reçoit 503 ne part qu'une fois"""
    route = stage.route("/api", Answer(status=503), Answer(status=201))
    end = sent(student, route, "POST", json={"disques": 4})
    assert len(route.requests) == 1, (
        "Le POST est parti deux fois : le serveur a peut-être traité le premier, et voilà huit disques "
        "au lieu de quatre."
    )
    assert end == ["rendu", 503], "Le 503 d'un POST est rendu tel quel."


@abandon
def test_other_errors_are_returned(student, stage):
    """Un 4xx autre que 429 est rendu, sans nouvelle tentative"""
    for status in (404, 400, 401, 403, 408, 409, 423, 425):
        route = stage.route("/api", Answer(status=status), Answer(json={}))
        end = sent(student, route)
        assert len(route.requests) == 1, (
            f"La même question aurait la même réponse : un {status} ne se recommence pas."
        )
        assert end == ["rendu", status], f"Un {status} est une réponse comme une autre : send la rend."
    for status in (403, 413, 200):
        route = stage.route("/api", Answer(status=status, headers={"Retry-After": "3"}), Answer(json={}))
        end = sent(student, route)
        assert len(route.requests) == 1, (
            f"Un {status} ne se recommence pas, même avec un Retry-After : cet en-tête dit combien attendre, "
            "et non s'il faut recommencer."
        )
        assert end == ["rendu", status], f"Un {status} est rendu tel quel, même avec un Retry-After."


# --- 5. session ---------------------------------------------------------------------------------------

session = question(
    "session",
    needs=["abandon"],
    lesson="03_sessions_authentification",
    hints=[
        "Dans requests.Session, get, post… appellent toutes self.request : une sous-classe n'a que "
        "request à changer.",
        "Dans une sous-classe, super().request est la requête ordinaire : c'est elle que send doit appeler, "
        "sans quoi vos deux méthodes s'appellent sans fin.",
        "Une classe qui contient une session doit lui transmettre aussi les réglages : s.auth = … ne change "
        "que votre objet si auth n'est pas une propriété (property).",
        "Retenez si la session vous a été donnée : close() ne ferme que celle que vous avez ouverte.",
    ],
)


def scripted(student, code, *arguments):
    """Run a function called script beside the student's code and return its value."""
    return student.run(f"{code}\nscript")(*arguments)


@session
def test_is_used_as_a_session(student, stage):
    """get et post, avec leurs arguments"""
    route = stage.route("/api", json={"ok": True})
    code = """
def script(limiter, url):
    s = LimitedSession(limiter)
    first = s.get(url, params={"page": 2}, headers={"Accept": "application/json"})
    second = s.post(url, json={"nom": "web-01"})
    s.close()
    return [first.status_code, second.json()]
"""
    assert scripted(student, code, student.RateLimiter(1000), route.url) == [200, {"ok": True}], (
        "get et post rendent la réponse de requests."
    )
    got, posted = route.requests
    assert (got.method, got.query) == ("GET", {"page": ["2"]}), "params est transmis à la requête."
    assert got.headers.get("Accept") == "application/json", "headers est transmis à la requête."
    assert (posted.method, posted.json) == ("POST", {"nom": "web-01"}), "json est transmis à la requête."


@session
def test_tries_again_as_send_does(student, stage):
    """Une panne passagère est surmontée, au rythme demandé"""
    route = stage.route("/api", Answer(status=503), Answer(status=503), Answer(json={}))
    limited = student.LimitedSession(student.RateLimiter(1000), jitter=0, base=2)
    status = limited.get(route.url).value("status_code")
    assert status == 200, named(
        status, "La panne est passagère.", (503, "La requête n'est partie qu'une fois.")
    )
    found = waits(route)
    assert_waits(
        found,
        [2, 4],
        "Les réglages donnés à LimitedSession sont ceux de send.",
        (found if found[0] < 1 else None, "base=2 n'est pas transmis à send."),
    )


@session
def test_session_headers(student, stage):
    """Les en-têtes de la session valent pour toutes ses requêtes"""
    route = stage.route("/api")
    code = """
def script(limiter, url):
    with LimitedSession(limiter) as s:
        s.headers["X-Cle"] = "abc"
        s.get(url)
        s.put(url, data=b"corps")
"""
    scripted(student, code, student.RateLimiter(1000), route.url)
    keys = [exchange.headers.get("X-Cle") for exchange in route.requests]
    assert keys == ["abc", "abc"], "s.headers s'applique à toutes les requêtes de la session."


OWN = """
def script(limiter, url):
    with LimitedSession(limiter) as s:
        s.get(url)
        s.get(url)
    s.get(url)
"""
GIVEN = """
def script(limiter, url):
    import requests
    mine = requests.Session()
    mine.headers["X-Cle"] = "abc"
    with LimitedSession(limiter, session=mine) as s:
        s.get(url)
    mine.get(url)
"""


@session
def test_closes_what_it_opened(student, stage):
    """with ferme la session qu'elle a ouverte"""
    route = stage.route("/api")
    scripted(student, OWN, student.RateLimiter(1000), route.url)
    first, second, third = (exchange.connection for exchange in route.requests)
    assert second == first, (
        "Les requêtes d'une session réutilisent la connexion : la deuxième en a ouvert une autre."
    )
    assert third != second, (
        "Après le bloc with, la connexion est restée ouverte : close() doit fermer la session."
    )


@session
def test_leaves_a_given_session_open(student, stage):
    """Une session donnée n'est pas fermée"""
    route = stage.route("/api")
    scripted(student, GIVEN, student.RateLimiter(1000), route.url)
    through, after = route.requests
    assert through.headers.get("X-Cle") == "abc", (
        "Les requêtes partent par la session donnée, avec ses en-têtes."
    )
    assert after.connection == through.connection, (
        "La session donnée a été fermée, ou les requêtes ne passent pas par ses connexions."
    )


# --- 6. partage ---------------------------------------------------------------------------------------

partage = question(
    "partage",
    needs=["debit"],
    lesson=LESSON,
    hints=[
        "Deux threads qui lisent la file au même instant y voient la même place libre, et partent ensemble.",
        "with self._lock: fait passer les threads un par un. Lire l'heure, attendre et noter le départ "
        "vont ensemble.",
        "Le verrou se rend dès le départ : s'il restait pris jusqu'à la fin du bloc with, les requêtes "
        "iraient une par une.",
        "__enter__ appelle acquire, __exit__ ne rend rien. __call__(self, function) rend une fonction, "
        "décorée par functools.wraps(function).",
    ],
)

IDLE = 0.12  # seconds, more than the period of any limiter below whose departures are timed
CROWD = """
def script(limiter, port, path, count, ways, idle):
    import http.client, threading, time
    mine, ready, over, ended = threading.local(), threading.Barrier(count + 1), threading.Event(), []

    def connect():
        mine.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        mine.connection.connect()

    def get(path=path):
        if over.is_set():
            return None
        mine.connection.request("GET", path)
        return mine.connection.getresponse().status

    def inside():
        with limiter:
            return get()

    def after():
        limiter.acquire()
        return get()

    calls = {"block": inside, "acquire": after}
    if "decorated" in ways:
        calls["decorated"] = limiter(get)

    def run(call):
        try:
            connect()
            ready.wait(5)
            ended.append(call())
        except BaseException as error:
            ended.append(error)

    chosen = [calls[ways[number % len(ways)]] for number in range(count)]
    threads = [threading.Thread(target=run, args=[call], daemon=True) for call in chosen]
    for thread in threads:
        thread.start()
    connect()
    time.sleep(idle)
    while ready.n_waiting < count and not ended:
        time.sleep(0.001)
    get("/depart")
    ready.wait(5)
    end = time.monotonic() + 3
    for thread in threads:
        thread.join(max(0, end - time.monotonic()))
    over.set()
    for error in ended:
        if isinstance(error, BaseException):
            raise error
    return ended
"""


def crowd(student, stage, limiter, route, count, *ways):
    """Send a request from each of ``count`` threads, each in the next of these ways.

    The threads are connected before any of them starts, and a request to /depart says when they may: however
    busy the machine is, what leaves too early arrives too early. By then, a window that began with the
    limiter is over, however long the threads took.
    """
    stage.route("/depart")
    path = route.url.removeprefix(stage.url)
    statuses = scripted(student, CROWD, limiter, stage.port, path, count, list(ways), IDLE)
    left = count - len(statuses)
    assert left == 0, (
        f"Au bout de 3 s, {left} threads sur {count} attendent encore : un verrou n'a pas été rendu, "
        "ou ils attendent plus que period."
    )
    return statuses


ALONE = """
def script(limiter, ways):
    def block():
        with limiter:
            pass

    calls = {"block": block, "acquire": limiter.acquire}
    if "decorated" in ways:
        calls["decorated"] = limiter(lambda: None)
    turn = __import__("itertools").cycle(ways)
    return lambda: calls[next(turn)]() and None
"""


def alone(student, limiter, *ways):
    """Return a function that takes a turn at each call, in the next of these ways."""
    return scripted(student, ALONE, limiter, list(ways))


def assert_shared(student, stage, clock, count, period, *ways):
    """Assert that threads leave one every ``period``; what goes wrong in a single thread too is no race."""
    route = stage.route("/api")
    try:
        crowd(student, stage, student.SharedLimiter(1, period), route, count, *ways)
        assert_in_turn(stage, route, period)
    except AssertionError:
        student.real_time = False
        longer = 5 * period  # than what a wait may be off by
        hold_the_pace(alone(student, student.SharedLimiter(1, longer), *ways), clock, 1, longer, [0] * 4)
        raise


def assert_in_turn(stage, route, period):
    """Assert that no departure came before its turn, one every ``period``; load can only make them later."""
    start = stage.requests[0].at
    arrivals = [exchange.at - start for exchange in sorted(route.requests, key=lambda one: one.at)]
    early = [number for number, at in enumerate(arrivals) if at < number * period * 0.9]
    assert not early, (
        f"Les threads dépassent ensemble la limite : la requête n° {early[-1] + 1}, permise à "
        f"{seconds(early[-1] * period)}, est arrivée à {seconds(arrivals[early[-1]])}. Sans doute ont-ils vu "
        "la même place libre : lire l'heure, attendre et noter le départ ne doivent faire qu'un, sous un "
        "verrou."
    )


@partage(real_time=True)
def test_limit_holds_over_threads(student, stage, clock):
    """Six threads, un départ tous les 0,1 s"""
    assert_shared(student, stage, clock, 6, 0.1, "acquire")


def meeting(stage, count):
    """Route an address that answers 200 once ``count`` requests are there, 503 if they do not come."""
    barrier = threading.Barrier(count)

    def meet(exchange):
        try:
            barrier.wait(2)
        except threading.BrokenBarrierError:
            return Answer(status=503)
        return Answer()

    return stage.route("/rendez-vous", respond=meet)


def assert_limits(student, clock):
    """Assert that departures end up waiting: a limiter that does nothing blocks no one either."""
    student.real_time = False
    limiter, start = student.SharedLimiter(2), clock.elapsed
    for _ in range(4):
        limiter.acquire()
    student.real_time = True
    assert clock.elapsed > start, "Avec rate=2, quatre départs se suivent sans attendre."


@partage(real_time=True)
def test_requests_overlap(student, stage, clock):
    """Trois threads sont en même temps dans « with limiter: »"""
    assert_limits(student, clock)
    statuses = crowd(student, stage, student.SharedLimiter(10), meeting(stage, 3), 3, "block")
    assert statuses == [200] * 3, (
        "Chaque requête attend que la précédente soit finie : le verrou reste pris pendant le bloc with. "
        "Seuls les départs sont limités."
    )


AROUND = """
def script(limiter):
    import time
    limiter.acquire()
    moments = [time.monotonic()]
    with limiter:
        moments.append(time.monotonic())
    moments.append(time.monotonic())
    return [round(moments[1] - moments[0]), round(moments[2] - moments[1])]
"""


@partage
def test_with_block(student, clock):
    """« with limiter: » prend son tour à l'entrée du bloc"""
    code = """
def script(limiter):
    def block():
        with limiter:
            pass
    return block
"""
    around = scripted(student, AROUND, student.SharedLimiter(1))
    assert around == [1, 0], named(
        around,
        "Le bloc commence quand son tour vient, et sa sortie n'attend rien.",
        ([0, 1], "Le tour se prend à l'entrée du bloc, avant la requête, et non à la sortie."),
        ([1, 1], "La sortie du bloc prend un tour, elle aussi : __exit__ n'a rien à attendre."),
    )
    hold_the_pace(scripted(student, code, student.SharedLimiter(1)), clock, 1, 1, [0] * 5)


@partage
def test_decorator(student, clock):
    """« @limiter » : chaque appel prend son tour"""
    code = """
def script(limiter):
    @limiter
    def double(value=21):
        return 2 * value
    return double
"""
    double = scripted(student, code, student.SharedLimiter(1))
    waited = []
    for _ in range(2):
        start = clock.elapsed
        double()
        waited.append(round(clock.elapsed - start))
        clock.wait(2, "idle")
    assert waited == [0, 0], named(
        waited,
        "Des appels éloignés l'un de l'autre n'attendent pas.",
        ([1, 0], "Décorer n'est pas appeler : un tour a été pris à la décoration."),
        ([1, 1], "Chaque appel de la fonction décorée prend deux tours."),
    )
    hold_the_pace(double, clock, 1, 1, [0] * 5)
    clock.wait(2, "idle")
    found = double(5)
    lost = "La fonction décorée ne rend plus rien : il manque un return."
    assert found == 10, named(found, "Le résultat est celui de la fonction.", (None, lost))
