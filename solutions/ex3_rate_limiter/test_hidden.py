"""The hidden checks of exercise 3: the same statement, other rates, other faults, other orders."""

import runpy
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.checks import question
from grader.checks.diagnosis import Escaped, named, outcome
from grader.checks.pace import EARLY, LATE, hold_the_pace
from grader.stage import Answer

visible = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("test_visible.py"))))
asked, crowd, scripted = visible.asked, visible.crowd, visible.scripted
waits, assert_waits = visible.waits, visible.assert_waits
OK, BROKEN, DROPPED = Answer(json={}), Answer(status=503), Answer(drop=True)


def limited(seconds, status=429):
    """Return a refusal that asks for so many seconds, or for until a date."""
    return Answer(status=status, headers={"Retry-After": str(seconds)})


# --- 1. debit -----------------------------------------------------------------------------------------

debit = question("debit")


@debit
def test_straddling_a_second(student, clock):
    """Des rafales à cheval sur deux secondes"""
    pauses = [0, 0.9, 0, 0, 0, 0, 0.8, 0, 0.7, 0, 0, 0]
    hold_the_pace(student.RateLimiter(4).acquire, clock, 4, 1, pauses)


@debit
def test_other_periods(student, clock):
    """D'autres débits et d'autres périodes"""
    for rate, period, count in ((1, 1, 4), (1, 2.5, 3), (5, 4, 12), (20, 0.5, 45)):
        hold_the_pace(student.RateLimiter(rate, period).acquire, clock, rate, period, [0] * count)
    hold_the_pace(student.RateLimiter(rate=3, period=10).acquire, clock, 3, 10, [0, 4, 4, 0, 0, 0, 7, 0])


@debit
def test_irregular_calls(student, clock):
    """Quarante appels irréguliers"""
    pauses = [(7 * number * number % 11) / 30 for number in range(40)]
    hold_the_pace(student.RateLimiter(4).acquire, clock, 4, 1, pauses)


@debit
def test_slow_answers_count_as_time(student, clock):
    """Le temps passé à attendre les réponses compte"""
    hold_the_pace(
        student.RateLimiter(2).acquire, clock, 2, 1, [0, 0.35, 0.35, 0.35, 0.35, 0.35, 0.7, 0.7, 0.7]
    )


@debit
def test_wall_clock_set_ahead(student, clock):
    """L'horloge de la machine avance d'un jour"""
    hold_the_pace(student.RateLimiter(3).acquire, clock, 3, 1, [0] * 4)
    limiter, start = student.RateLimiter(3), clock.elapsed
    for _ in range(3):
        limiter.acquire()
    clock.jump(86_400)
    limiter.acquire()
    wall = (
        "Vous lisez l'horloge de la machine, qui vient d'avancer d'un jour : prenez une horloge qui ne fait "
        "qu'avancer, comme time.monotonic()."
    )
    assert clock.elapsed - start >= 1 - EARLY, wall
    assert clock.elapsed - start <= 1 + LATE, wall


@debit
def test_limiters_are_independent(student, clock):
    """Deux limiteurs ne partagent rien"""
    first, second = student.RateLimiter(2), student.RateLimiter(2, 10)
    for limiter in (first, second, first, second):
        limiter.acquire()
    assert clock.elapsed <= LATE, (
        "Deux limiteurs ne partagent rien : aucun de ces départs n'avait à attendre."
    )
    first.acquire()
    assert clock.elapsed >= 1 - EARLY, "Le premier limiteur est plein : il attend une seconde."
    assert clock.elapsed <= 1 + LATE, "Le premier limiteur a une période d'une seconde."


# --- 2. attendre --------------------------------------------------------------------------------------

attendre = question("attendre")


@attendre
def test_zero(student, stage):
    """Retry-After : 0 veut dire « tout de suite »"""
    found = asked(student, stage, "0")
    lost = "0 est faux en Python : comparez avec is None, n'écrivez pas « if délai »."
    assert found == 0, named(found, "Retry-After: 0 demande 0 s.", (None, lost))
    visible.assert_reads(student, stage)


@attendre
def test_past_date(student, stage):
    """Une date passée"""
    found = asked(student, stage, "Mon, 05 Jan 2026 08:59:30 GMT")
    negative = "Une date passée ne donne pas un délai négatif : max(0, …)."
    assert found == 0, named(
        -30 if found == pytest.approx(-30, abs=0.1) else found,
        "Une date passée : il n'y a plus à attendre, 0.",
        (-30, negative),
        (None, "None dirait que le serveur ne demande rien : une date déjà passée donne 0."),
    )
    visible.assert_reads(student, stage)


@attendre
def test_machine_time(student, stage, clock):
    """Une date se compare à l'heure de la machine"""
    clock.jump(3600)
    clock.wait(29.4, "idle")
    found = asked(student, stage, "Mon, 05 Jan 2026 10:01:00 GMT", status=503)
    whole = "L'heure de la machine est lue à la seconde près : le client attendrait trop. Lisez time.time()."
    cut = "La fraction de seconde est perdue : le client reviendrait trop tôt. N'arrondissez pas le délai."
    assert found == pytest.approx(30.6, abs=0.01), named(
        found, "À 10:00:29,4, 10:01:00 est dans 30,6 s.", (30, cut), (31, whole)
    )
    student.run("__import__('os').environ['TZ'] = 'XXX-5'; __import__('time').tzset()")
    found = asked(student, stage, "Mon, 05 Jan 2026 10:01:00 GMT")
    student.run("del __import__('os').environ['TZ']; __import__('time').tzset()")
    local = "Sur une machine qui n'est pas à l'heure GMT, cette date est prise pour une heure locale."
    assert found == pytest.approx(30.6, abs=0.1), local


@attendre
def test_far_date(student, stage):
    """Une date dans deux jours"""
    found = asked(student, stage, "Wed, 07 Jan 2026 09:00:10 GMT")
    assert found == pytest.approx(2 * 86_400 + 10, abs=0.01), named(
        found if found is None else round(found),
        "La date est dans deux jours et dix secondes.",
        (6 * 3600, "Le délai est plafonné à six heures : Retry d'urllib3 le fait si l'on ne dit rien."),
        (10, "timedelta.seconds laisse les jours de côté : prenez total_seconds()."),
    )


@attendre
def test_neither_number_nor_date(student, stage):
    """-5, 1.5 et d'autres ne sont ni un nombre entier ni une date"""
    for value in ("-5", "+5", "1.5", "1_000", "nan", "demain", ""):
        found = asked(student, stage, value)
        assert found is None, (
            f"« {value} » n'est pas écrit en chiffres seulement, et n'est pas une date : None."
        )
    visible.assert_reads(student, stage)


@attendre
def test_any_status(student, stage):
    """Le code de la réponse ne change rien"""
    for status in (503, 500, 200):
        assert asked(student, stage, "42", status) == 42, f"Un {status} aussi peut porter Retry-After."


# --- 3. recul -----------------------------------------------------------------------------------------

recul = question("recul")


@recul
def test_other_settings(student):
    """D'autres réglages"""
    found = [student.backoff_delay(number, base=2, factor=3, cap=100, jitter=0) for number in range(1, 6)]
    assert found == pytest.approx([2, 6, 18, 54, 100]), "base × factor^(failures - 1), et cap au plus."
    assert student.backoff_delay(4, 0.1, 1, 5, 0) == pytest.approx(0.1), (
        "Avec factor=1, le délai est constant."
    )
    assert student.backoff_delay(12, base=0.01, jitter=0) == pytest.approx(20.48), (
        "base=0.01 : après 12 échecs, le délai plein n'a pas encore atteint cap, il grandit toujours."
    )
    assert student.backoff_delay(1, base=8, cap=5, jitter=0) == 5, "cap vaut dès le premier échec."


@recul
def test_cap_bounds_the_result(student):
    """Le hasard ne fait pas dépasser cap"""
    found = student.run("[backoff_delay(12, cap=10, jitter=0.5) for _ in range(300)]")
    assert max(found) <= 10 + 1e-9, "cap est le délai le plus long : le hasard ne peut que le raccourcir."
    assert min(found) >= 5 - 1e-9, "Avec jitter=0.5, il reste au moins la moitié du délai plein."
    before = "Le hasard est tiré avant de plafonner : une fois cap atteint, le délai ne varie plus."
    assert len(set(found)) > 20, named(
        len(set(found)), "Le hasard vaut aussi une fois cap atteint.", (1, before)
    )
    assert min(found) < 7, before


ENOUGH = 800  # of 4,000 even draws, a quarter gets no more less than once in 10^12 times


@recul
def test_whole_interval(student):
    """Tout l'intervalle est atteint, régulièrement"""
    found = student.run("[backoff_delay(3, jitter=1) for _ in range(4000)]")
    assert max(found) <= 2 + 1e-9, "Le délai plein est de 2 s."
    assert min(found) >= 0, "Un délai n'est jamais négatif."
    quarters = [sum(2 * part / 4 <= delay < 2 * (part + 1) / 4 for delay in found) for part in range(4)]
    assert quarters[:2] != [0, 0], "jitter est une part du délai, non un nombre de secondes."
    middle = "Le délai tombe surtout au milieu de l'intervalle : toutes ses valeurs sont aussi probables."
    central = max(quarters[0], quarters[3]) <= ENOUGH < min(quarters[1:3])
    assert min(quarters) > ENOUGH, named(
        central,
        "Avec jitter=1, le délai est tiré entre 0 et 2 s : chaque quart de l'intervalle doit sortir aussi "
        f"souvent. Sur 4 000 tirages : {quarters}.",
        (True, middle),
    )


@recul
def test_ten_thousand_failures(student):
    """Après 10 000 échecs"""
    for failures in (64, 2000, 10_000):
        assert student.backoff_delay(failures, jitter=0) == 30, f"Après {failures} échecs, le délai vaut cap."


# --- 4. abandon ---------------------------------------------------------------------------------------

abandon = question("abandon")

SENT = """
def script(limiter, method, url, options):
    import requests
    with requests.Session() as session:
        session.headers["X-Equipe"] = "inventaire"
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


@abandon
def test_dropped_connections(student, stage):
    """Des connexions coupées : on recommence un GET, et GaveUp n'a pas de réponse"""
    route = stage.route("/api", DROPPED, DROPPED, OK)
    assert sent(student, route, jitter=0) == ["rendu", 200], "La troisième tentative aboutit."
    assert_waits(
        waits(route), [0.5, 1], "Une connexion coupée compte comme un échec : recul de 0,5 s puis 1 s."
    )
    route = stage.route("/coupe", BROKEN, DROPPED)
    stale = (
        "GaveUp porte la réponse d'une tentative précédente : la dernière n'en a pas eu, response vaut None."
    )
    end = outcome(sent, student, route, max_attempts=3, jitter=0)
    assert end == ["GaveUp", None], named(
        end,
        "La dernière tentative n'a pas eu de réponse.",
        (["GaveUp", 503], stale),
        (Escaped("ConnectionError"), "Les tentatives épuisées, c'est GaveUp qu'il faut lever."),
    )
    assert len(route.requests) == 3, "max_attempts=3 : trois tentatives."


@abandon
def test_last_answer(student, stage, clock):
    """GaveUp porte la réponse de la dernière tentative, et n'attend pas son Retry-After"""
    route = stage.route("/api", DROPPED, limited(1), Answer(status=502))
    end = sent(student, route, max_attempts=3)
    first = "C'est une réponse précédente : gardez celle de la dernière tentative."
    other = "Tous les 5xx se recommencent, un {} comme un 503 : comparez avec 500, sans liste de codes."
    assert end == ["GaveUp", 502], named(
        end, "La dernière réponse est un 502.", (["GaveUp", 429], first), (["rendu", 502], other.format(502))
    )
    for status in (500, 501, 504, 505, 520):
        alone, start = stage.route("/seul", limited(60, status)), clock.elapsed
        end = sent(student, alone, max_attempts=1)
        assert end == ["GaveUp", status], named(
            end, "max_attempts=1 : une tentative, puis GaveUp.", (["rendu", status], other.format(status))
        )
        assert len(alone.requests) == 1, "max_attempts=1 : une seule tentative."
        assert clock.elapsed - start <= LATE, (
            "Le Retry-After de la dernière réponse a été attendu : après la dernière tentative, il n'y a "
            "plus rien à attendre."
        )


@abandon
def test_idempotent_methods(student, stage):
    """POST et PATCH ne se recommencent pas après un 5xx, les autres méthodes si, en minuscules aussi"""
    for method in ("PUT", "DELETE", "HEAD", "OPTIONS", "put", "get", "delete", "head", "options"):
        route = stage.route("/api", BROKEN, OK)
        sent(student, route, method)
        assert len(route.requests) == 2, f"{method} est idempotente : après un 503, elle se recommence."
    for method in ("POST", "PATCH", "post", "patch"):
        for answer in (BROKEN, Answer(status=500), Answer(status=502), Answer(status=504), limited(2, 503)):
            route = stage.route("/api", answer, OK)
            end = sent(student, route, method)
            asked = ", même avec un Retry-After" if answer.headers else ""
            assert len(route.requests) == 1, (
                f"{method} n'est pas idempotente : après un {answer.status}{asked}, la requête ne repart pas."
            )
            assert end == ["rendu", answer.status], f"Le {answer.status} d'un {method} est rendu tel quel."


@abandon
def test_post_without_an_answer(student, stage, clock):
    """Un POST ou un PATCH sans réponse : l'exception de requests passe"""
    gave_up = "Rien n'a été recommencé : ce n'est pas un abandon, l'exception de requests passe telle quelle."
    for method in ("POST", "PATCH"):
        for fault, what, names in (
            (DROPPED, "Connexion coupée", ["ConnectionError"]),
            (Answer(hang=True), "Délai dépassé", ["ReadTimeout", "ConnectionError"]),
        ):
            route = stage.route("/api", fault, OK)
            end = outcome(sent, student, route, method, data="a=1", timeout=3)
            assert len(route.requests) == 1, (
                f"{what} : le serveur a peut-être traité le {method}, il ne se recommence pas."
            )
            end = end.name if isinstance(end, Escaped) else end
            assert end in names, named(
                end, "C'est l'exception de requests qui passe, telle quelle.", (["GaveUp", None], gave_up)
            )
        start, refused = clock.elapsed, SimpleNamespace(url=stage.refused_url)
        end = outcome(sent, student, refused, method, data="a=1")
        assert end == Escaped("ConnectionError"), (
            f"Connexion refusée : un {method} ne se recommence pas, l'exception de requests passe telle "
            "quelle."
        )
        assert clock.elapsed - start <= LATE, f"Un {method} ne se recommence pas : il n'y a rien à attendre."


@abandon
def test_refused_post_is_tried_again(student, stage):
    """Un POST ou un PATCH refusé par un 429 se recommence"""
    for method, answer in (("POST", limited(2)), ("POST", Answer(status=429)), ("PATCH", limited(2))):
        route = stage.route("/api", answer, Answer(status=201))
        end = sent(student, route, method, json={"disques": 4})
        returned = f"Un 429 se recommence, même pour un {method}, avec ou sans Retry-After."
        assert end == ["rendu", 201], named(end, "Un 429 n'a rien fait faire.", (["rendu", 429], returned))
        if answer.headers:
            assert_waits(waits(route), [2], "Le serveur demande 2 s.")


@abandon
def test_same_request_again(student, stage):
    """Toutes les tentatives sont la même requête"""
    route = stage.route("/api", BROKEN, limited(1), DROPPED, OK)
    options = {
        "params": {"page": 2, "tri": "nom"},
        "headers": {"X-Cle": "abc"},
        "json": {"nom": "café", "disques": [1, 2]},
    }
    sent(student, route, "PUT", **options)
    first, *others = [
        (exchange.method, exchange.target, exchange.body, dict(exchange.headers))
        for exchange in route.requests
    ]
    assert len(others) == 3, "Trois tentatives manquées, puis une qui aboutit."
    assert route.requests[0].json == options["json"], "Le corps est celui qui a été donné."
    assert route.requests[0].headers.get("X-Equipe") == "inventaire", (
        "La requête ne part pas par la session donnée : ses en-têtes manquent."
    )
    for other in others:
        assert other == first, (
            "Une nouvelle tentative diffère de la première : méthode, URL, corps ou en-têtes."
        )


@abandon
def test_every_failure_counts(student, stage):
    """Un échec suivi d'un Retry-After compte aussi pour le recul"""
    route = stage.route("/api", BROKEN, limited(3), DROPPED, Answer(status=500), OK)
    sent(student, route, jitter=0)
    uncounted = (
        "Les échecs suivis d'un Retry-After comptent aussi : backoff_delay(3) après le troisième échec."
    )
    assert_waits(
        waits(route), [0.5, 3, 2, 4], "Ce ne sont pas les attentes de l'énoncé.", ([0.5, 3, 1, 2], uncounted)
    )


@abandon
def test_server_has_the_last_word(student, stage):
    """Retry-After n'est ni plafonné ni raccourci, sous ses deux formes"""
    date = limited("Mon, 05 Jan 2026 09:03:00 GMT", 503)
    route = stage.route("/api", limited(120, 500), date, limited(0), limited("bientot", 502), OK)
    sent(student, route, jitter=0, cap=5)
    only = "Retry-After vaut quel que soit le code de la réponse, et non après un 429 seulement."
    mistakes = (
        ([5, 5, 0, 4], "cap ne s'applique qu'au recul : Retry-After a le dernier mot."),
        ([0.5, 1, 0, 4], only),
        ([0.5, 179.5, 0, 4], "Le 500 portait un Retry-After : il vaut quel que soit le code de la réponse."),
        ([120, 1, 0, 4], "Le 503 portait un Retry-After sous forme de date : il n'a pas été suivi."),
        (
            [120.5, 61, 2, 4],
            "L'attente de Retry-After et celle du recul s'ajoutent : c'est l'une ou l'autre.",
        ),
        ([120, 60, 2, 4], "Retry-After: 0 demande de revenir tout de suite : 0 n'est pas None."),
    )
    assert_waits(waits(route), [120, 60, 0, 4], "Ce ne sont pas les délais demandés.", *mistakes)


@abandon
def test_jitter_is_passed_on(student, stage):
    """Le recul de send tient compte de base, factor, cap et jitter"""
    route = stage.route("/api", status=503)
    sent(student, route, max_attempts=6, base=1, factor=10, cap=50, jitter=0.5)
    found = waits(route)
    assert len(found) == 5, "max_attempts=6 : cinq attentes entre six tentatives."
    full = [1, 10, 50, 50, 50]
    inside = [top / 2 - EARLY <= wait <= top + LATE for wait, top in zip(found, full, strict=True)]
    assert all(inside), (
        f"Chaque attente est tirée entre la moitié du délai plein et lui : {full} ; ici {found}."
    )
    assert found != full, "jitter=0.5 : les attentes sont tirées au hasard."


@abandon
def test_limiter_paces_attempts(student, stage):
    """Chaque tentative prend son tour au limiteur, juste avant de partir"""
    route = stage.route("/api", BROKEN, limited(7), OK)
    limiter = student.RateLimiter(1, 5)
    for _ in range(3):
        sent(student, route, limiter=limiter, jitter=0)
    found = [round(exchange.at, 2) for exchange in route.requests]
    gaps = [later.at - earlier.at for earlier, later in pairwise(route.requests)]
    only_first = "Seule la première tentative prend son tour : les suivantes aussi comptent dans le débit."
    before = "Le tour est pris avant l'attente : il faut attendre, puis prendre son tour, puis partir."
    if len(gaps) == 4 and all(
        -EARLY <= gap - due <= 2 * LATE for gap, due in zip(gaps, [5, 7, 5, 5], strict=True)
    ):
        return
    assert found == [0, 5, 12, 17, 22], named(
        found,
        "Une requête toutes les 5 s au plus, et 7 s après le 429.",
        ([0, 0.5, 7.5, 7.5, 10], only_first),
        ([0, 0.5, 7.5, 7.5, 12.5], only_first),
        ([0, 5.5, 17.5, 17.5, 22.5], before),
        ([0, 5, 17, 17, 22], before),
        ([0, 5.5, 17, 17, 22], before),
        (
            [0, 10, 22, 27, 32],
            "Un échec prend un tour de plus : une tentative n'en prend qu'un, avant de partir.",
        ),
        ([0, 5, 10, 15, 20], "Le Retry-After: 7 de la deuxième tentative n'a pas été attendu."),
    )


@abandon
def test_silent_server(student, stage):
    """Un serveur muet : timeout de 10 s, ou celui des options"""
    route = stage.route("/api", Answer(hang=True), OK)
    assert sent(student, route, jitter=0) == ["rendu", 200], "Un délai dépassé se recommence, pour un GET."
    assert route.requests[0].timeout == 10, "Sans timeout dans options, il vaut 10 s."
    route = stage.route("/autre", Answer(hang=True), OK)
    sent(student, route, timeout=3)
    assert [exchange.timeout for exchange in route.requests] == [3, 3], (
        "Le timeout des options vaut à chaque essai."
    )


# --- 5. session ---------------------------------------------------------------------------------------

session = question("session")


@session
def test_positional_arguments(student, stage):
    """Les arguments dans l'ordre de requests.Session"""
    route = stage.route("/api", json={})
    code = """
def script(limiter, url):
    with LimitedSession(limiter) as s:
        s.post(url, {"a": 1})
        s.put(url, b"corps")
        s.patch(url, "texte")
        s.post(url, None, {"b": 2})
        s.request("DELETE", url)
        s.head(url)
        s.options(url)
        s.delete(url)
"""
    scripted(student, code, student.RateLimiter(1, 2), route.url)
    methods = [exchange.method for exchange in route.requests]
    expected = ["POST", "PUT", "PATCH", "POST", "DELETE", "HEAD", "OPTIONS", "DELETE"]
    assert methods == expected, "Une requête par appel, avec la méthode qui porte son nom."
    early = [later.method for before, later in pairwise(route.requests) if later.at - before.at < 2 - EARLY]
    assert early == [], "Toutes les méthodes prennent leur tour au limiteur, et pas seulement get et post."
    bodies = [exchange.body for exchange in route.requests[:3]]
    assert bodies == [b"a=1", b"corps", b"texte"], "Le deuxième argument de post, put et patch est data."
    assert route.requests[3].json == {"b": 2}, "Le troisième argument de post est json."


@session
def test_settings(student, stage):
    """headers, auth, params et cookies réglés sur la session"""
    route = stage.route("/api", Answer(headers={"Set-Cookie": "jeton=42; Path=/"}), OK)
    code = """
def script(limiter, url):
    with LimitedSession(limiter) as s:
        s.auth = ("ada", "secret")
        s.params = {"cle": "abc"}
        s.headers = {"X-Cle": "abc"}
        s.get(url)
        s.get(url, params={"page": 2})
        return s.cookies.get("jeton")
"""
    cookie = scripted(student, code, student.RateLimiter(1000), route.url)
    first, second = route.requests
    lost = (
        "s.auth = … n'a changé que votre objet, pas la session qu'il contient : les requêtes partent sans "
        "s'authentifier."
    )
    for exchange in (first, second):
        credentials = exchange.headers.get("Authorization")
        assert credentials == "Basic YWRhOnNlY3JldA==", named(
            credentials, "auth vaut pour la session.", (None, lost)
        )
        assert exchange.headers.get("X-Cle") == "abc", (
            "s.headers = … n'a changé que votre objet, pas la session qu'il contient : les requêtes partent "
            "sans ces en-têtes."
        )
    assert second.query == {"cle": ["abc"], "page": ["2"]}, (
        "params de la session s'ajoute à celui de la requête."
    )
    assert second.headers.get("Cookie") == "jeton=42", "Un cookie reçu est renvoyé à la requête suivante."
    assert cookie == "42", "s.cookies contient les cookies reçus."


@session
def test_gives_up_as_send_does(student, stage):
    """Les mêmes exceptions que send, les mêmes tentatives, le même timeout"""
    code = """
def script(limiter, url):
    s = LimitedSession(limiter, max_attempts=2)
    try:
        s.get(url)
    except GaveUp as error:
        return error.response.status_code
    finally:
        s.close()
"""
    route = stage.route("/api", BROKEN, Answer(status=500))
    found = scripted(student, code, student.RateLimiter(1000), route.url)
    assert found == 500, "max_attempts=2 : après deux tentatives, GaveUp avec la dernière réponse."
    assert len(route.requests) == 2, "max_attempts est celui donné à LimitedSession."
    assert route.requests[0].timeout == 10, "Comme pour send, timeout vaut 10 s quand il n'est pas donné."
    cut = stage.route("/coupe", DROPPED)
    end = outcome(student.LimitedSession(student.RateLimiter(1000), max_attempts=2).get, cut.url)
    assert len(cut.requests) == 2, (
        "max_attempts=2 : deux tentatives, pas davantage ; urllib3 n'a pas à recommencer de son côté."
    )
    assert end == Escaped("GaveUp"), "Deux connexions coupées : GaveUp."
    answers = BROKEN, BROKEN, BROKEN, OK
    settings = {"max_attempts": 4, "base": 1, "factor": 3, "cap": 5, "jitter": 0}
    direct, through = stage.route("/direct", *answers), stage.route("/session", *answers)
    sent(student, direct, timeout=3, **settings)
    student.LimitedSession(student.RateLimiter(1000), **settings).get(through.url, timeout=3)
    assert_waits(
        waits(through),
        waits(direct),
        "Ce ne sont pas les attentes de send avec les mêmes réglages.",
        ([1, 2, 4], "factor et cap ne sont pas transmis à send."),
        ([1, 2, 5], "factor n'est pas transmis à send."),
        ([1, 3, 9], "cap n'est pas transmis à send."),
    )
    assert through.requests[0].timeout == direct.requests[0].timeout, (
        "Le timeout donné à get est celui de la requête : 3 s, et non 10."
    )
    posted = stage.route("/post", BROKEN, OK)
    status = student.LimitedSession(student.RateLimiter(1000)).post(posted.url).value("status_code")
    assert (status, len(posted.requests)) == (503, 1), "Un POST qui reçoit 503 ne part qu'une fois."


@session
def test_connections_are_reused(student, stage):
    """Une connexion pour toutes les requêtes et toutes les tentatives"""
    route = stage.route("/api", BROKEN, OK, limited(0), OK)
    code = """
def script(limiter, url):
    with LimitedSession(limiter) as s:
        for _ in range(3):
            s.get(url)
"""
    scripted(student, code, student.RateLimiter(1000), route.url)
    connections = [exchange.connection for exchange in route.requests]
    assert connections == [1] * 5, "Une session garde sa connexion ouverte d'une requête à l'autre."
    assert route.requests[3].at - route.requests[2].ended <= LATE, (
        "Après Retry-After: 0, la tentative suivante part tout de suite : rien n'ajoute d'attente."
    )


@session
def test_two_sessions_share_a_limiter(student, stage):
    """Deux sessions et un même limiteur : une seule limite"""
    route = stage.route("/api")
    code = """
def script(limiter, url):
    with LimitedSession(limiter) as one, LimitedSession(limiter) as two:
        for _ in range(3):
            one.get(url)
            two.get(url)
"""
    scripted(student, code, student.RateLimiter(1, 2), route.url)
    found = [round(exchange.at, 2) for exchange in route.requests]
    gaps = [later.at - earlier.at for earlier, later in pairwise(route.requests)]
    apart = "Chaque session a sa propre limite : employez le limiteur reçu."
    none = "Les requêtes de la session ne prennent pas leur tour au limiteur."
    idle = [([moment] * 6, none) for moment in (0, 2)]
    twice = ([2, 6, 10, 14, 18, 22], "Chaque requête prend deux tours au limiteur : un seul suffit.")
    if len(gaps) == 5 and all(2 - EARLY <= gap <= 2 + LATE for gap in gaps):
        return
    assert found == [0, 2, 4, 6, 8, 10], named(
        found,
        "Une requête toutes les 2 s.",
        ([0, 0, 2, 2, 4, 4], apart),
        *idle,
        twice,
    )


@session
def test_closes_after_an_exception(student, stage):
    """La session est fermée par close(), et par le bloc with dont une exception sort"""
    route = stage.route("/api")
    code = """
def script(limiter, url):
    try:
        with LimitedSession(limiter) as s:
            s.get(url)
            raise KeyError("panne")
    except KeyError:
        s.get(url)
        s.close()
        s.get(url)
        return "sortie"
"""
    end = scripted(student, code, student.RateLimiter(1000), route.url)
    assert end == "sortie", "L'exception du bloc with doit en sortir : __exit__ ne rend pas True."
    first, second, third = (exchange.connection for exchange in route.requests)
    assert first != second, "Après le bloc with, la connexion est restée ouverte."
    assert second != third, "Après s.close(), la connexion est restée ouverte : le bloc with ne suffit pas."


@session
def test_given_session_keeps_its_connections(student, stage):
    """Une session donnée prête ses connexions et ses réglages"""
    route = stage.route("/api")
    code = """
def script(limiter, url):
    import requests
    mine = requests.Session()
    mine.auth = ("ada", "secret")
    mine.get(url)
    limited = LimitedSession(limiter, session=mine)
    limited.get(url)
    limited.close()
    mine.get(url)
"""
    scripted(student, code, student.RateLimiter(1000), route.url)
    credentials = [exchange.headers.get("Authorization") for exchange in route.requests]
    assert credentials == ["Basic YWRhOnNlY3JldA=="] * 3, "Les réglages de la session donnée s'appliquent."
    connections = [exchange.connection for exchange in route.requests]
    assert connections == [1, 1, 1], (
        "Les requêtes partent par les connexions de la session donnée, que close() ne ferme pas."
    )


# --- 6. partage ---------------------------------------------------------------------------------------

partage = question("partage")


@partage
def test_alone_as_a_rate_limiter(student, clock):
    """Dans un seul thread, comme RateLimiter"""
    limiter = student.SharedLimiter(rate=3, period=2)
    hold_the_pace(limiter.acquire, clock, 3, 2, [0, 0.9, 0, 0, 0.5, 0.5, 0, 5, 0, 0, 0])


@partage(real_time=True)
def test_limit_holds_over_every_use(student, stage, clock):
    """Sept threads, avec le bloc with et le décorateur, un départ tous les 0,08 s"""
    visible.assert_shared(student, stage, clock, 7, 0.08, "decorated", "block")


@partage(real_time=True)
def test_decorated_calls_overlap(student, stage):
    """Trois threads sont en même temps dans une fonction décorée"""
    statuses = crowd(student, stage, student.SharedLimiter(10), visible.meeting(stage, 3), 3, "decorated")
    assert statuses == [200] * 3, (
        "Un appel attend que le précédent soit fini : le verrou reste pris pendant la fonction. Seuls les "
        "départs sont limités."
    )


APART = """
def script(first, second):
    import threading, time
    begun, ended = threading.Event(), threading.Event()

    def wait_for_first():
        begun.set()
        first.acquire()
        ended.set()

    start = time.monotonic()
    first.acquire()
    threading.Thread(target=wait_for_first, daemon=True).start()
    begun.wait()
    time.sleep(0.3)
    second.acquire()
    return [ended.is_set(), time.monotonic() - start]
"""


@partage(real_time=True)
def test_two_limiters_do_not_wait_for_each_other(student):
    """Un thread attend son tour à un limiteur ; un autre limiteur n'en retient personne"""
    ended, left = scripted(student, APART, student.SharedLimiter(1, 2), student.SharedLimiter(1, 2))
    assert left < 2 - EARLY, (
        "Le deuxième limiteur a attendu le tour du premier : deux limiteurs sont indépendants l'un de "
        "l'autre. Un verrou commun à tous, comme un attribut de la classe ? Créez-le dans __init__."
    )
    assert ended is False, "Avec rate=1 et period=2, le deuxième départ du premier limiteur attend 2 s."


@partage
def test_decorated_function_keeps_everything(student):
    """La fonction décorée garde nom, documentation, arguments et exceptions"""
    code = '''
def script(limiter):
    @limiter
    def divide(left, /, right=2, *others, **options):
        """Divise."""
        return [left / right, list(others), options]

    raised = False
    try:
        divide(1, 0)
    except ZeroDivisionError:
        raised = True
    return [divide.__name__, divide.__doc__, divide(6), divide(6, 3, 1, mode="x"), raised]
'''
    found = scripted(student, code, student.SharedLimiter(100))
    name, document, short, full, raised = found
    lost = "La fonction décorée a perdu son nom : functools.wraps le lui rend."
    assert name == "divide", named(
        name, "La fonction décorée garde son nom.", *[(other, lost) for other in [name]]
    )
    assert document == "Divise.", "La fonction décorée garde sa documentation."
    assert [short, full] == [[3, [], {}], [2, [1], {"mode": "x"}]], "Tous les arguments sont transmis."
    assert raised is True, "L'exception de la fonction sort telle quelle."


@partage
def test_exception_in_a_block(student, clock):
    """Une exception sort du bloc with, et le limiteur sert encore"""
    code = """
def script(limiter):
    def block():
        try:
            with limiter:
                raise KeyError("panne")
        except KeyError:
            return "sortie"
    return block
"""
    block = scripted(student, code, student.SharedLimiter(1))
    assert block() == "sortie", "L'exception du bloc sort telle quelle : __exit__ ne rend pas True."
    hold_the_pace(scripted(student, code, student.SharedLimiter(1, 3)), clock, 1, 3, [0] * 4)


BOTH = """
def script(limiter):
    for function in [limiter(lambda: None), limiter(lambda: None)]:
        function()
"""


@partage
def test_uses_share_one_limit(student, clock):
    """acquire, with et deux fonctions décorées partagent la même limite"""
    start = clock.elapsed
    scripted(student, BOTH, student.SharedLimiter(1))
    assert clock.elapsed - start >= 1 - EARLY, (
        "Deux fonctions décorées par le même limiteur partagent sa limite : ici, chacune a la sienne."
    )
    limiter = student.SharedLimiter(1)
    hold_the_pace(visible.alone(student, limiter, "acquire", "block", "decorated"), clock, 1, 1, [0] * 9)
