"""The hidden checks of exercise 1: the same statement, other services, other faults, other orders."""

import base64
import hashlib
import hmac
import json
import math
from contextlib import suppress

import pytest

from grader.checks import question
from grader.checks.diagnosis import Escaped, named, outcome
from grader.stage import Answer
from grader.student.handle import StudentError

OK, KO = Answer(), Answer(status=500)
SECRET = "clé d'été n° 7"
RETRIED = "Une seule requête suffit : l'énoncé ne veut pas de nouvelle tentative après un échec."
NARROW = (
    "{} sort de votre fonction : certaines URL mal écrites font lever à requests autre chose qu'une "
    "RequestException. Attrapez Exception."
)
DEFAULT = "Sans timeout, {} doit attendre 5 s : gardez les valeurs par défaut de l'énoncé."


def never_raises(call, *arguments, narrow=NARROW, **options):
    """Return what a function of the student's returns that must not raise; ``narrow`` tells if it does."""
    try:
        found = outcome(call, *arguments, **options)
    except StudentError as error:  # not an exception of requests: a malformed URL, or a bug
        if {"ValueError", "HTTPError"} & set(error.types):
            raise AssertionError(narrow.format(error.types[0])) from error
        raise
    assert not isinstance(found, Escaped), (
        f"{found!r} sort de votre fonction : requests.RequestException est la famille de toutes les siennes."
    )
    return found


# --- 1. latence ---------------------------------------------------------------------------------------

latence = question("latence")


@latence
def test_two_redirections_and_a_slow_body(student, stage):
    """Deux redirections, puis un corps lent"""
    stage.route("/c", json={"status": "ok"}, pieces=3, pause=0.2)
    stage.route("/b", status=308, headers={"Location": stage.url + "/c"}, delay=0.403)
    url = stage.route("/a", status=303, headers={"Location": "/b"}, delay=0.1).url
    code, latency = student.timed_get(url)
    unfollowed = (
        "Une redirection n'est pas suivie : toutes le sont, 303 et 308 comme 301. "
        "requests.get s'en charge, sauf avec allow_redirects=False."
    )
    last = "Le code est celui de la réponse finale."
    assert code == 200, named(code, last, (303, unfollowed), (308, unfollowed))
    assert latency == pytest.approx(1103, abs=1), named(
        latency,
        "Tout compte, de l'envoi au dernier octet : 1103 ms ici.",
        (pytest.approx(1100), "La durée est arrondie au centième de seconde : 1103 ms en devient 1100."),
        (pytest.approx(0, abs=1), "response.elapsed s'arrête aux en-têtes de la réponse finale."),
        (pytest.approx(503, abs=1), "Le corps n'est pas compté : response.elapsed s'arrête aux en-têtes."),
    )


@latence
def test_wall_clock_set_ahead(student, stage, clock):
    """L'horloge de la machine avance d'un jour pendant la mesure"""
    url = stage.route("/health", text="ok", delay=1.25, during=lambda: clock.jump(86_400)).url
    _, latency = student.timed_get(url)
    ahead = pytest.approx(86_401_250, abs=1)
    followed = "La mesure suit l'horloge de la machine, remise à l'heure : prenez time.perf_counter()."
    assert latency == pytest.approx(1250, abs=1), named(
        latency, "Le temps de réponse n'est pas juste : 1250 ms.", (ahead, followed)
    )


@latence
def test_errors_are_timed_too(student, stage):
    """Un 404 et un 503 donnent un couple, comme un 200"""
    raised = "Un {} donne un couple, lui aussi : raise_for_status() en fait une exception."
    for status in (404, 503):
        route = stage.route(f"/{status}", status=status, delay=0.15)
        pair = outcome(student.timed_get, route.url)
        assert not isinstance(pair, Escaped), raised.format(status)
        assert len(route.requests) == 1, RETRIED
        code, latency = pair
        assert code == status, "Le code est celui de la réponse, même si c'est une erreur."
        assert latency == pytest.approx(150, abs=1), f"Le temps de réponse d'un {status} se mesure aussi."


@latence
def test_timeout_bounds_each_wait(student, stage):
    """timeout borne chaque attente, pas la durée totale"""
    url = stage.route("/health", text="tout va bien", pieces=4, pause=1.5).url
    pair = outcome(student.timed_get, url, timeout=2)
    assert not isinstance(pair, Escaped), (
        "Votre code borne la durée totale : timeout ne borne que chaque attente, ici de 1,5 s."
    )
    assert pair[1] == pytest.approx(6000, abs=1), named(
        pair[1],
        "Aucune attente ne dépasse 2 s : la réponse arrive entière, en 6 s.",
        (pytest.approx(0, abs=1), "La mesure s'arrête aux en-têtes : le corps met 6 s à arriver."),
    )


@latence
def test_failure_is_raised(student, stage, clock):
    """Sans réponse complète, l'exception passe"""
    assert_raises(student, stage.route("/muet", hang=True).url, timeout=4)
    fixed = "timeout=5 est écrit en dur : c'est le paramètre timeout qui borne l'attente."
    assert clock.elapsed == pytest.approx(4, abs=0.01), named(
        clock.elapsed,
        "La requête doit être abandonnée au bout de timeout, ici 4 s.",
        (pytest.approx(5, abs=0.01), fixed),
        (pytest.approx(8, abs=0.01), RETRIED),
    )
    assert_raises(student, stage.silent_url, timeout=1.5)
    assert clock.elapsed == pytest.approx(5.5, abs=0.01), (
        "timeout borne aussi l'attente de la connexion, ici 1,5 s."
    )
    assert_raises(student, stage.route("/sans-fin", hang=True).url)
    assert clock.elapsed == pytest.approx(10.5, abs=0.01), DEFAULT.format("timed_get")
    for path, answer in (("/coupe", Answer(text="tout va bien", cut=4)), ("/ferme", Answer(drop=True))):
        route = stage.route(path, answer)
        assert_raises(student, route.url)
        assert len(route.requests) == 1, RETRIED
    assert_raises(student, endless_redirection(stage), families={"Exception"})


def endless_redirection(stage):
    """Return the URL of a redirection that leads to itself."""
    return stage.route("/tourne", status=302, headers={"Location": "/tourne"}).url


def assert_raises(student, url, families=frozenset({"OSError", "HTTPException", "HTTPError"}), **options):
    """Assert that the failure of a request comes out of timed_get, as any library's exception."""
    try:
        pair = student.timed_get(url, **options)
    except StudentError as error:
        if families & set(error.types):
            return
        raise
    unread = "La réponse est coupée au milieu de son corps, que votre code ne lit pas (stream=True ?)."
    caught = f"Votre code attrape l'exception et rend {pair} : sans réponse complète, elle doit passer."
    endless = (
        f"D'une redirection sans fin, votre code rend {pair} : sans réponse finale, l'exception doit passer."
    )
    code = pair[0] if isinstance(pair, list) and pair else None
    raise AssertionError(named(code, caught, (200, unread), (302, endless)))


# --- 2. un-service ------------------------------------------------------------------------------------

un_service = question("un-service")


def measured(student, url, **options):
    """Return what check_service returned, once it is known to name the service."""
    result = never_raises(student.check_service, "api", url, **options)
    received = (result.get("name"), result.get("url"))
    assert received == ("api", url), "name et url sont toujours ceux reçus, que le service réponde ou non."
    return result


def assert_down(result, code=None, otherwise="Le service est « down »."):
    """Assert that a measure tells of a service that is down."""
    hidden = "Votre except cache la panne : sans réponse complète, le service est « down »."
    unanswered = ("up", hidden) if code is None else ("up", otherwise)
    assert result["status"] == "down", named(result["status"], otherwise, unanswered)
    assert result["status_code"] == code, (
        "status_code est le code de la réponse finale, None s'il n'y en a pas."
    )
    assert (result["latency_ms"] is None) == (code is None), (
        "latency_ms ne vaut None que sans réponse complète."
    )
    assert isinstance(result["error"], str), "error est un texte : str(error) donne celui d'une exception."
    assert result["error"].strip(), "Quand le service est « down », error ne peut pas être vide."


@un_service
def test_cut_answer(student, stage):
    """Une réponse coupée au milieu de son corps"""
    route = stage.route("/api", text="tout va bien", cut=5)
    assert_down(measured(student, route.url))
    assert len(route.requests) == 1, RETRIED


@un_service
def test_connection_closed_before_the_answer(student, stage):
    """Une connexion fermée avant la réponse"""
    route = stage.route("/api", drop=True, delay=0.3)
    assert_down(measured(student, route.url))
    assert len(route.requests) == 1, RETRIED


@un_service
def test_body_that_stops(student, stage, clock):
    """Un corps qui s'interrompt plus longtemps que timeout"""
    url = stage.route("/api", text="tout va bien", pieces=2, pause=10).url
    assert_down(measured(student, url, timeout=3))
    assert clock.elapsed == pytest.approx(3, abs=0.01), (
        "La mesure doit être abandonnée au bout de timeout, ici 3 s."
    )


@un_service
def test_connection_never_made(student, stage, clock):
    """Une machine éteinte : la connexion elle-même n'aboutit pas"""
    late = "Une connexion qui n'aboutit pas à temps, c'est un service « down », et non « degraded »."
    assert_down(measured(student, stage.silent_url, timeout=1.5), otherwise=late)
    assert clock.elapsed == pytest.approx(1.5, abs=0.01), "timeout borne aussi l'attente de la connexion."
    assert_down(measured(student, stage.silent_url), otherwise=late)
    assert clock.elapsed == pytest.approx(6.5, abs=0.01), DEFAULT.format("check_service")


@un_service
def test_other_codes(student, stage):
    """Le code décide : 2xx est « up », 5xx « down », tout autre « degraded », quel que soit le corps"""
    success = "Le seul code 200 ne suffit pas, ni une courte liste : tout code 2xx est « up », 206 compris."
    family = "Toute la famille 5xx est « down », et pas seulement quelques codes."
    below_400 = "Un 3xx n'est ni 2xx ni 5xx ; response.ok, lui, est vrai de tout code inférieur à 400."
    client = "Ni 2xx ni 5xx : tous ces codes sont « degraded », et pas seulement quelques-uns."
    expected = {
        ("up", success): (201, 204, 206),
        ("degraded", client): (401, 409, 429),
        ("degraded", below_400): (302, 304),
        ("down", family): (500, 502, 505, 520),
    }
    for (status, sentence), codes in expected.items():
        for code in codes:
            assert_judged(student, stage.route(f"/{code}", status=code), code, status, sentence)
    read = "Un 200 est « up » quoi que dise son corps : le contenu du corps n'a pas d'importance."
    for body in (b'{"status": "down"}', b"null", b"<h1>En panne</h1>"):
        answer = Answer(body=body, headers={"Content-Type": "application/json"})
        assert_judged(student, stage.route("/200", answer), 200, "up", read)


def assert_judged(student, route, code, status, sentence):
    """Assert that one measure finds the service in this state, and says why it is not up."""
    unknown = "{} sort de check_service : un code que HTTPStatus ignore, comme 520, se juge aussi."
    result = measured(student, route.url, narrow=unknown)
    assert result["status"] == status, f"Un code {code} donne « {status} ». {sentence}"
    assert result["status_code"] == code, "status_code est le code de la réponse finale."
    assert len(route.requests) == 1, RETRIED
    error = result["error"]
    empty = f"error est vide : response.reason l'est pour un code sans nom, comme {code}."
    assert isinstance(error, str) == (status != "up"), (
        f"error ne vaut None que d'un service « up » (code {code})."
    )
    assert error is None or error.strip(), empty


@un_service
def test_redirected_to_a_failure(student, stage):
    """Une redirection vers un service en panne, et une autre sans fin"""
    stage.route("/v2", status=503)
    url = stage.route("/v1", status=308, headers={"Location": "/v2"}).url
    assert_down(measured(student, url), code=503)
    loop = endless_redirection(stage)
    assert_down(measured(student, loop), otherwise="Une redirection sans fin est une panne : « down ».")


@un_service
def test_threshold(student, stage):
    """Le seuil de lenteur est slow_ms"""
    exact = "500 ms ne dépassent pas un seuil de 500 ms : une latence égale à slow_ms est « up »."
    fixed = "300 ms dépassent un seuil de 200 ms : comparez à slow_ms, et non à 1000."
    default = "900 ms ne dépassent pas slow_ms, qui vaut 1000 par défaut : gardez la valeur de l'énoncé."
    result = measured(student, stage.route("/juste", delay=0.5).url, slow_ms=500)  # 500.0, even as a float
    assert result["status"] == "up", exact
    result = measured(student, stage.route("/api", delay=0.3).url, slow_ms=200)
    assert result["status"] == "degraded", fixed
    result = measured(student, stage.route("/lent", delay=3).url, slow_ms=4000)
    assert result["status"] == "up", "3 s ne dépassent pas un seuil de 4000 ms."
    result = measured(student, stage.route("/vite", delay=0.9).url)
    assert result["status"] == "up", default


@un_service
def test_slow_failure(student, stage):
    """Un 503 lent reste « down », un 404 lent « degraded »"""
    early = "Un 503 lent reste « down » : votre code regarde la latence avant le code."
    url = stage.route("/api", status=503, delay=2).url
    assert_down(measured(student, url), code=503, otherwise=early)
    result = measured(student, stage.route("/web", status=404, delay=2).url)
    assert result["status"] == "degraded", "Un 404 est « degraded », lent ou non."


@un_service
def test_malformed_urls(student):
    """Des URL mal écrites : « down », sans exception"""
    for url in ("", "api", "http://", "http://[::1", "http://serveur..local/", "htp://api.example.com"):
        assert_down(measured(student, url))


@un_service
def test_one_request(student, stage):
    """Une seule requête GET par mesure, à l'URL reçue"""
    for target in ("/Api/", "/api?zone=eu"):
        failing = stage.route(target.partition("?")[0], status=503, headers={"Retry-After": "1"})
        before = len(stage.requests)
        measured(student, failing.url + target[len(failing.path) :])
        sent = [(exchange.method, exchange.target) for exchange in stage.requests[before:]]
        assert sent == [("GET", target)], named(
            sent,
            "Une mesure est une requête GET, et une seule, à l'URL reçue telle quelle.",
            ([("GET", target.rstrip("/"))], "L'URL est à demander telle quelle, sa barre finale comprise."),
            ([("GET", target.lower())], "L'URL est à demander telle quelle : la casse du chemin compte."),
            ([("GET", failing.path)], "L'URL est à demander telle quelle, avec ce qui suit le « ? »."),
            ([("HEAD", target)], "Votre code envoie un HEAD : l'énoncé demande un GET."),
            ([("GET", target)] * len(sent), RETRIED),
        )


# --- 3. plusieurs-services ----------------------------------------------------------------------------

plusieurs_services = question("plusieurs-services")


def detour(stage, path, hops=5):
    """Route ``path`` through many redirections: with threads, it ends after the others."""
    for hop in range(hops):
        stage.route(f"{path}/{hop}", status=302, headers={"Location": f"{path}/{hop + 1}"})
    stage.route(f"{path}/{hops}")
    return stage.url + f"{path}/0"


@plusieurs_services
def test_twelve_services(student, stage):
    """Douze services, dont plusieurs en panne, dans l'ordre donné"""
    names = [f"noeud-{number}" for number in (12, 3, 7, 1, 10, 5, 2, 11, 4, 9, 6, 8)]
    services = {name: stage.route(f"/{name}").url for name in names}
    services["noeud-12"] = detour(stage, "/noeud-12")
    services["noeud-7"] = stage.refused_url
    services["noeud-2"] = stage.route("/noeud-2", text="tout va bien", cut=3).url
    results = never_raises(student.check_all, services)
    assert [result["name"] for result in results] == names, (
        "L'ordre des résultats est celui des services, ni trié, ni celui des réponses, chacun une fois."
    )
    down = {result["name"] for result in results if result["status"] == "down"}
    assert down == {"noeud-7", "noeud-2"}, "Les services en panne sont « down », et eux seuls."


@plusieurs_services
def test_same_url_twice(student, stage):
    """Deux noms pour une même URL : deux mesures"""
    shared = stage.route("/partage", OK, KO, OK)
    results = student.check_all({"bleu": shared.url, "vert": shared.url})
    assert sorted(result["name"] for result in results) == ["bleu", "vert"], "Chaque nom a son résultat."
    merged = (
        "Une seule mesure pour deux noms : votre code retient les mesures par URL. Chaque nom a la sienne."
    )
    count = len(shared.requests)
    assert count == 2, named(count, "Chaque nom a sa mesure, et une seule.", (1, merged))


@plusieurs_services
def test_one_request_each(student, stage):
    """Chaque service est interrogé une fois, et une seule"""
    answers = {
        "sain": OK,
        "panne": Answer(status=503),
        "absent": Answer(status=404),
        "lent": Answer(delay=1.5),
        "ferme": Answer(drop=True),
    }
    routes = {name: stage.route(f"/{name}", answer) for name, answer in answers.items()}
    services = {name: route.url for name, route in routes.items()}
    results = student.check_all(services)
    twice = [name for name, route in routes.items() if len(route.requests) > 1]
    again = "Un tour mesure chaque service une seule fois, même lent ou en panne : {} l'est deux fois."
    assert not twice, again.format(", ".join(twice))
    assert all(route.requests for route in routes.values()), "Un tour mesure chaque service."
    assert_as_alone(student, results, services)


def assert_as_alone(student, results, services):
    """Assert that check_all gives what check_service gives, all fields."""
    for result in results:
        alone = student.check_service(result["name"], services[result["name"]])
        lost = ", ".join(sorted(alone.keys() - result.keys()))
        assert not lost, (
            f"Un résultat est tel que check_service le rend, tous champs compris : il manque {lost}."
        )
        same = all(result[field] == alone[field] for field in ("name", "url", "status", "status_code"))
        assert same, "Un résultat est tel que check_service le rend, tous champs compris."


@plusieurs_services
def test_settings_are_passed_on(student, stage):
    """timeout et slow_ms valent pour chaque service"""
    results = student.check_all({"lent": stage.route("/lent", delay=0.3).url}, slow_ms=200)
    assert results[0]["status"] == "degraded", (
        "300 ms dépassent le slow_ms donné à check_all, 200 ms : passez-le à check_service."
    )
    silent = stage.route("/muet", hang=True)
    results = student.check_all({"muet": silent.url}, timeout=2)
    assert results[0]["status"] == "down", "Un service muet est « down »."
    assert silent.requests[0].timeout == pytest.approx(2, abs=0.01), named(
        silent.requests[0].timeout,
        "Le timeout donné à check_all est celui de chaque mesure.",
        (5, "Le timeout donné à check_all n'arrive pas à check_service."),
        (1000, "timeout et slow_ms sont échangés : nommez-les dans l'appel, timeout=…, slow_ms=…"),
    )
    student.check_all({"muet": silent.url})
    assert silent.requests[-1].timeout == pytest.approx(5, abs=0.01), DEFAULT.format("check_all")


@plusieurs_services
def test_every_kind_of_failure(student, stage):
    """Toutes les pannes à la fois, le seul service sain en dernier"""
    services = {
        "muet": stage.route("/muet", hang=True).url,
        "ferme": stage.route("/ferme", drop=True).url,
        "coupe": stage.route("/coupe", text="tout va bien", cut=4).url,
        "faute": "http://serveur..local/",
        "inconnu": stage.unknown_url,
        "sain": stage.route("/sain").url,
    }
    results = never_raises(student.check_all, services, timeout=1, slow_ms=60_000)
    states = {result["name"]: result["status"] for result in results}
    assert states == {name: "up" if name == "sain" else "down" for name in services}, (
        "Chaque service a son résultat, que les autres soient en panne ou non."
    )


# --- 4. alerte ----------------------------------------------------------------------------------------

alerte = question("alerte")


def result(name, status, latency=50.0):
    """Return a measure, as check_service gives one."""
    code = {"up": 200, "degraded": 401, "down": None}[status]
    return {
        "name": name,
        "url": f"https://{name}.example.net/",
        "status": status,
        "status_code": code,
        "latency_ms": None if code is None else latency,
        "error": None if status == "up" else "panne",
    }


def alert(student, url, results, secret=SECRET, **options):
    """Return what send_alert returned."""
    return never_raises(student.send_alert, url, results, secret, **options)


def received(webhook):
    """Return the one request that a receiver of alerts got."""
    count = len(webhook.requests)
    unsent = "Aucune requête n'est partie, ou votre except cache une erreur de votre code."
    assert count == 1, named(count, RETRIED, (0, unsent))
    return webhook.requests[0]


def signature(text, secret):
    """Return the header that signs ``text``."""
    return "sha256=" + hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def assert_signed(exchange, secret):
    """Assert that the bytes which came are those that were signed."""
    got, value = exchange.headers.get("X-Signature"), exchange.json
    texts = [json.dumps(value, ensure_ascii=False), json.dumps(value, separators=(",", ":")), str(value)]
    repeated = (
        "Vous signez un autre texte que celui qui part : json= convertit le corps à sa façon (\\u00e9)."
    )
    other_key = "La signature est faite avec la clé de démonstration, et non avec le secret reçu."
    assert got == signature(exchange.body, secret), named(
        got,
        "X-Signature n'est pas celle des octets reçus.",
        *((signature(text.encode(), secret), repeated) for text in texts),
        (signature(exchange.body, "cle-de-demonstration"), other_key),
    )


@alerte
def test_accents(student, stage):
    """Des noms et un secret accentués"""
    webhook = stage.route("/alertes")
    names = ["sauvegarde-été", "Île-de-France", "😱", "réseau", "accès", "dépôt"]
    down = [result(name, "down") for name in names]
    sent = alert(student, webhook.url, down, recovered=("Noël", "août"))
    exchange = received(webhook)
    assert sent is True, "L'alerte a été acceptée (200)."
    assert_names(exchange.json["down"], names)
    both = "Une alerte dit à la fois ce qui est « down » et ce qui est rétabli : recovered manque ici."
    back = exchange.json.get("recovered")
    assert back == ["Noël", "août"], named(back, "recovered a les noms reçus.", (None, both), ([], both))
    assert_signed(exchange, SECRET)


def assert_names(down, names):
    """Assert that ``down`` has these names."""
    assert all(isinstance(name, str) for name in down), "down liste des noms, et rien d'autre."
    shuffled = "down est dans un autre ordre que results : un set perd l'ordre, sorted le change."
    lost = "Le corps est du JSON en UTF-8 : des caractères ont été perdus."
    assert down == names, shuffled if set(down) == set(names) else lost


@alerte
def test_other_2xx(student, stage):
    """Tout code 2xx est une acceptation, et aucun autre, quel que soit le corps"""
    success = "Un {} est une acceptation : tout code 2xx l'est, 202, 204 et 207 comme 200."
    unread = "Un {} n'est pas une acceptation : seul un code 2xx l'est."
    for status in (202, 204, 207, 404, 422, 429, 501):
        accepted = status < 300
        sent = alert(student, stage.route(f"/{status}", status=status).url, [result("api", "down")])
        assert sent is accepted, (success if accepted else unread).format(status)
    received_well = stage.route("/recu", text="bien reçu")
    sent = alert(student, received_well.url, [result("api", "down")])
    assert sent is True, "Un 200 est une acceptation, même si le corps de la réponse n'est pas du JSON."


@alerte
def test_recovered_services(student, stage):
    """Des services rétablis, et aucun en panne : une alerte signée"""
    webhook = stage.route("/alertes")
    names = ["web", "vpn", "api", "ntp", "dns", "ldap"]
    sent = alert(student, webhook.url, [result("api", "up")], recovered=names)
    assert webhook.requests, "Un retour est à annoncer : recovered suffit pour que l'alerte parte."
    exchange = received(webhook)
    assert sent is True, "L'alerte a été acceptée (200)."
    assert exchange.json["down"] == [], "Aucun service n'est « down »."
    back = exchange.json.get("recovered")
    by_name = "Les noms de recovered sont triés : gardez l'ordre reçu."
    in_order = "recovered a les noms reçus, dans leur ordre ; un set le perd."
    assert back == names, named(back, in_order, (sorted(names), by_name))
    assert_signed(exchange, SECRET)


@alerte
def test_no_result_at_all(student, stage):
    """Aucun résultat, rien de rétabli : rien ne part"""
    webhook = stage.route("/alertes")
    sent = alert(student, webhook.url, [], recovered=[])
    assert not webhook.requests, (
        "Rien n'est à annoncer, aucune requête ne part : recovered peut être une liste vide ou un tuple."
    )
    assert sent is False, "Rien à envoyer : False."


@alerte
def test_one_attempt(student, stage, clock):
    """Un seul essai, quoi qu'il arrive, et jamais d'exception"""
    failures = {
        "/panne": (Answer(status=503, headers={"Retry-After": "1"}), "L'envoi a échoué."),
        "/ferme": (Answer(drop=True), "L'envoi a échoué."),
        "/coupe": (
            Answer(text="bien reçu", cut=4),
            "La réponse s'interrompt au milieu de son corps : elle n'est pas complète, malgré son code 200.",
        ),
    }
    for path, (answer, sentence) in failures.items():
        webhook = stage.route(path, answer)
        assert alert(student, webhook.url, [result("api", "down")]) is False, sentence
        received(webhook)
    for url in (stage.unknown_url, "http://serveur..local/", "alertes"):
        assert alert(student, url, [result("api", "down")]) is False, "L'envoi a échoué."
    assert_patience(student, stage, clock)


def assert_patience(student, stage, clock):
    """Assert that timeout bounds the wait for the connection too, and is 5 s by default."""
    down, before = [result("api", "down")], len(clock.waits)
    alert(student, stage.silent_url, down, timeout=1.5)
    connecting = {wait.seconds for wait in clock.waits[before:] if wait.kind == "connect"}
    assert connecting == {1.5}, "timeout borne aussi l'attente de la connexion, ici 1,5 s."
    began = clock.elapsed
    alert(student, stage.route("/muet", hang=True).url, down)
    assert clock.elapsed - began == pytest.approx(5, abs=0.01), DEFAULT.format("send_alert")


@alerte
def test_headers_and_secret(student, stage):
    """Le corps est annoncé comme du JSON, le secret ne part pas"""
    webhook = stage.route("/alertes")
    alert(student, webhook.url, [result("api", "down")], "mot-de-passe")
    exchange = received(webhook)
    media_type = exchange.headers.get("Content-Type", "").split(";")[0].strip()
    absent = "L'en-tête Content-Type manque : data= avec des octets ne le met pas à votre place."
    assert media_type == "application/json", named(
        media_type, "L'en-tête Content-Type doit annoncer du JSON.", ("", absent)
    )
    sent = exchange.target + exchange.body.decode() + "".join(exchange.headers.values())
    assert "mot-de-passe" not in sent, "Le secret sert à signer ; il ne doit pas être transmis."
    assert "mot-de-passe" not in credentials(exchange), (
        "auth= transmet le secret, en Base64, que chacun sait lire : il ne sert qu'à signer."
    )


def credentials(exchange):
    """Return the user name and the password of a request, "" where it has none."""
    _, _, coded = exchange.headers.get("Authorization", "").partition("Basic ")
    with suppress(ValueError):
        return base64.b64decode(coded).decode("utf-8", "replace")
    return ""


# --- 5. changements -----------------------------------------------------------------------------------

changements = question("changements")


def alerts(webhook):
    """Return the alerts received, each as the sorted names that are down, then recovered."""
    bodies = [exchange.json for exchange in webhook.requests]
    assert all(isinstance(body, dict) for body in bodies), "Le corps d'une alerte doit être un objet JSON."
    return [(sorted(body.get("down") or []), sorted(body.get("recovered") or [])) for body in bodies]


def run_rounds(student, services, webhook, count):
    """Run ``count`` rounds and return the monitor."""
    monitor = student.Monitor(services, webhook.url, SECRET)
    for _ in range(count):
        monitor.run_once()
    return monitor


DOWN, BACK = (["api"], []), ([], ["api"])
LOST = "L'alerte refusée est perdue : un changement n'est annoncé que lorsque send_alert a rendu True."


@changements
def test_two_services_cross(student, stage):
    """Un service tombe au moment où un autre se rétablit, un troisième reste en panne : une seule alerte"""
    webhook = stage.route("/alertes")
    services = {
        "api": stage.route("/api", KO, KO, OK).url,
        "web": stage.route("/web", OK, OK, KO).url,
        "dns": stage.route("/dns", KO).url,
    }
    run_rounds(student, services, webhook, 4)
    got = alerts(webhook)
    first = (["api", "dns"], [])
    two = "Deux alertes partent au même tour : une alerte au plus par tour, avec down et recovered."
    repeated = "L'alerte répète une panne déjà annoncée : down n'a que les services qui viennent de tomber."
    assert got == [first, (["web"], ["api"])], named(
        got,
        "Une alerte au plus par tour, qui annonce à la fois ce qui tombe et ce qui revient.",
        ([first, (["web"], []), BACK], two),
        ([first, BACK, (["web"], [])], two),
        (
            [first, (["web"], [])],
            "Le retour est oublié quand un autre service tombe : if et if, et non elif.",
        ),
        ([first, (["dns", "web"], ["api"])], repeated),
    )
    assert_signed(webhook.requests[1], SECRET)


@changements
def test_degraded_is_not_down(student, stage):
    """De « down » à « degraded », le service est rétabli ; de « degraded » à « up », rien ne change"""
    webhook = stage.route("/alertes")
    slow = Answer(delay=1.5)
    run_rounds(student, {"api": stage.route("/api", slow, KO, slow, OK).url}, webhook, 4)
    assert alerts(webhook) == [DOWN, BACK], "Seul compte le passage à « down », ou son retour."
    paths = [exchange.path for exchange in stage.requests]
    assert paths == ["/api", "/api", "/alertes", "/api", "/alertes", "/api"], (
        "Le retour s'annonce dès que le service n'est plus « down », même s'il n'est que « degraded »."
    )


@changements
def test_repeated_failures(student, stage):
    """Un service qui tombe deux fois est annoncé deux fois"""
    webhook = stage.route("/alertes", status=202)
    run_rounds(student, {"api": stage.route("/api", KO, OK, KO, KO, OK).url}, webhook, 6)
    got = alerts(webhook)
    kept = "La seconde panne n'est pas annoncée : un service rétabli ne fait plus partie des annoncés."
    assert got == [DOWN, BACK] * 2, named(
        got, "Chaque panne et chaque retour s'annoncent.", ([DOWN, BACK], kept), ([DOWN, *[BACK] * 3], kept)
    )


@changements
def test_failure_never_announced(student, stage):
    """La panne n'a pas pu être annoncée, puis le service revient : plus rien à dire"""
    webhook = stage.route("/alertes", Answer(status=503), Answer(status=503), Answer())
    run_rounds(student, {"api": stage.route("/api", KO, KO, OK).url}, webhook, 4)
    got = alerts(webhook)
    stale = "L'alerte refusée est renvoyée telle quelle, alors que le service est revenu entre-temps."
    assert got == [DOWN] * 2, named(
        got,
        "Deux essais ont échoué ; au tour 3 le service est revenu à l'état annoncé : rien à dire.",
        ([DOWN] * 3, stale),
        ([DOWN] * 3 + [BACK], stale),
        ([DOWN] * 2 + [(["api"], ["api"])], stale),
        ([DOWN, BACK], LOST),
    )


@changements
def test_recovery_announced_late(student, stage):
    """L'alerte de retour échoue : elle est renvoyée, avec ce qui a changé depuis"""
    webhook = stage.route("/alertes", OK, KO, OK)
    services = {"api": stage.route("/api", KO, OK).url, "web": stage.route("/web", OK, OK, KO).url}
    run_rounds(student, services, webhook, 4)
    got = alerts(webhook)
    stale = "L'alerte refusée est renvoyée telle quelle, sans la panne qui a commencé depuis."
    assert got == [DOWN, BACK, (["web"], ["api"])], named(
        got,
        "Au tour 3, l'alerte annonce le retour qui n'a pas pu l'être et la nouvelle panne.",
        ([DOWN, BACK, (["web"], [])], LOST),
        ([DOWN, BACK], LOST),
        ([DOWN, BACK, BACK, (["web"], [])], stale),
    )


@changements
def test_receiver_unreachable(student, stage):
    """Un destinataire injoignable n'arrête pas la surveillance, faite avec les réglages du moniteur"""
    assert_settings_hold(student, stage)
    monitor = student.Monitor({"api": stage.route("/api", KO).url}, stage.refused_url, SECRET)
    for _ in range(3):
        results = never_raises(monitor.run_once)
        assert results is not None, "run_once ne rend rien : il manque return, avec les résultats du tour."
        assert [result["status"] for result in results] == ["down"], "run_once rend les résultats du tour."
    size = len(monitor.value("history"))
    last = "history ne garde que le dernier tour : ajoutez les résultats, ne remplacez pas la liste."
    assert size == 3, named(size, "history garde les résultats de tous les tours.", (1, last))


def assert_settings_hold(student, stage):
    """Assert that a monitor measures as check_all does with the same settings, right or wrong."""
    passed = "run_once mesure avec d'autres réglages : passez à check_all le timeout et le slow_ms reçus."
    default = "Sans réglages, un moniteur prend timeout=5 et slow_ms=1000 : gardez les valeurs de l'énoncé."
    services = {"lent": stage.route("/lent", delay=0.3).url}
    short, usual = {"timeout": 2, "slow_ms": 200}, {"timeout": 5, "slow_ms": 1000}
    for given, settings, sentence in ((short, short, passed), ({}, usual, default)):
        expected = _seen(student.check_all(services, **settings), stage)
        monitor = student.Monitor(services, stage.refused_url, SECRET, **given)
        assert _seen(monitor.run_once() or monitor.value("history"), stage) == expected, sentence


def _seen(results, stage):
    """Return the state of the one service just measured, and the time-out of its request."""
    return results[0]["status"], stage.requests[-1].timeout


@changements
def test_monitors_are_independent(student, stage):
    """Deux moniteurs, créés l'un après l'autre, ne partagent rien"""
    first, second = stage.route("/premier"), stage.route("/second")
    services = {"api": stage.route("/api", KO).url}
    monitors = [student.Monitor(services, webhook.url, SECRET) for webhook in (first, second)]
    assert_new(stage, monitors)
    for monitor in [*monitors, *monitors]:
        monitor.run_once()
    shared = (
        "Les moniteurs partagent leurs réglages, ou ce qu'ils ont annoncé : gardez-les dans self, "
        "et non dans la classe ni dans une variable globale."
    )
    for webhook in (first, second):
        got = alerts(webhook)
        assert got == [DOWN], named(got, "Chaque moniteur alerte son destinataire.", ([], shared))
    sizes = [len(monitor.value("history")) for monitor in monitors]
    assert sizes == [2, 2], "Chaque moniteur a son propre historique : créez la liste dans __init__."


def assert_new(stage, monitors):
    """Assert that monitors have measured nothing yet."""
    assert not stage.requests, "Créer un moniteur n'envoie aucune requête : c'est run_once qui mesure."
    for monitor in monitors:
        assert history_of(monitor) == [], (
            "L'historique d'un nouveau moniteur est vide : celui-ci a les résultats d'un autre. "
            "Créez la liste dans __init__."
        )


def history_of(monitor):
    """Return the history of a monitor, once it is known to have one."""
    try:
        return monitor.value("history")
    except StudentError as error:
        if "AttributeError" in error.types:
            late = "Un moniteur n'a pas d'attribut history avant son premier tour : créez-le dans __init__."
            raise AssertionError(late) from error
        raise


# --- 6. bilan -----------------------------------------------------------------------------------------

bilan = question("bilan")

NO_NUMBERS = (
    "pandas ne calcule pas sur cette colonne ({}) : latency_ms n'y a que des None, et n'est pas une colonne "
    "de nombres. astype(float) en fait des NaN."
)
NO_COLUMN = (
    "Sans mesure, pd.DataFrame([]) n'a pas de colonne {} : nommez-les avec columns=[…], ou traitez ce cas."
)


def column(table, name):
    """Return a column by service."""
    return dict(zip(table.index, table[name], strict=True))


@bilan
def test_services_in_turn(student):
    """Trois services mesurés tour à tour"""
    latencies = {"zeta": [40, 80, 50, 60, 70, 30], "alpha": [5, 7, 900, 6, 8, 9], "mu": [1, 1, 1, 1, 1, 2]}
    history = [
        result(name, "degraded" if values[turn] > 500 else "up", values[turn])
        for turn in range(6)
        for name, values in latencies.items()
    ]
    table = student.summarize([*history, *[result("mu", "down")] * 3])
    got = column(table, "availability")
    rounded = "La disponibilité est arrondie au centième : gardez la part exacte, ici deux tiers."
    assert got == pytest.approx({"zeta": 1, "alpha": 1, "mu": 2 / 3}, abs=0.001), named(
        got,
        "La disponibilité est la part des mesures qui ne sont pas « down ».",
        ({"zeta": 1, "alpha": 1, "mu": 0.67}, rounded),
    )
    assert column(table, "median_ms") == pytest.approx({"zeta": 55, "alpha": 7.5, "mu": 1}, abs=0.1), (
        "La médiane."
    )
    assert column(table, "p95_ms") == pytest.approx({"zeta": 77.5, "alpha": 677.25, "mu": 1.75}, abs=0.1), (
        "Le 95e centile, par interpolation linéaire."
    )


@bilan
def test_failures_that_answered(student):
    """La latence d'un 503 compte, sa disponibilité non"""
    failed = {**result("api", "up", 200.0), "status": "down", "status_code": 503, "error": "503"}
    table = student.summarize([result("api", "up", 100.0), failed])
    assert column(table, "availability") == pytest.approx({"api": 0.5}, abs=0.001), "Un 503 est « down »."
    got = column(table, "median_ms")
    assert got == pytest.approx({"api": 150}, abs=0.1), named(
        got,
        "Toutes les mesures qui ont une latence comptent, même « down ».",
        ({"api": 100}, "La latence d'un 503 est laissée de côté : toute latence compte, même « down »."),
    )


@bilan
def test_no_latency_at_all(student):
    """Aucune mesure de l'historique n'a de latence"""
    table = numbers(student, [result("api", "down"), result("web", "down"), result("api", "down")])
    got = column(table, "availability")
    dropped = "Un service sans aucune latence garde sa ligne : dropna la retire."
    assert got == {"api": 0, "web": 0}, named(got, "Tous les services sont « down ».", ({}, dropped))
    for name in ("median_ms", "p95_ms"):
        for value in column(table, name).values():
            zero = f"Sans aucune latence, {name} vaut NaN, et non 0."
            assert value is None or math.isnan(value), named(
                value, f"Sans aucune latence, {name} vaut NaN.", (0, zero)
            )


def numbers(student, history):
    """Return a summary of measures without any latency, which make no column of numbers by themselves."""
    try:
        return student.summarize(history)
    except StudentError as error:
        if "TypeError" in error.types:
            raise AssertionError(NO_NUMBERS.format(error.text)) from error
        raise


@bilan
def test_empty_history(student):
    """Un historique vide donne un tableau sans ligne"""
    try:
        table = student.summarize([])
    except StudentError as error:
        if "KeyError" in error.types:
            raise AssertionError(NO_COLUMN.format(error.text)) from error
        raise
    assert table is not None, "summarize ne rend rien : print affiche le tableau, return le rend."
    assert len(table) == 0, "Sans mesure, le tableau n'a pas de ligne."
    missing = {"availability", "median_ms", "p95_ms"} - set(table.columns)
    assert not missing, f"Il manque des colonnes : {', '.join(sorted(missing))}."
