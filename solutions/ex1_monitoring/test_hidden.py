"""The hidden checks of exercise 1: the same statement, other services, other faults, other orders."""

import hashlib
import hmac
import json
import math

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


def never_raises(call, *arguments, **options):
    """Return what a function of the student's returns that must not raise, whatever the URL."""
    try:
        found = outcome(call, *arguments, **options)
    except StudentError as error:  # not an exception of requests: a malformed URL, or a bug
        if {"ValueError", "HTTPError"} & set(error.types):
            raise AssertionError(NARROW.format(error.types[0])) from error
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
    stage.route("/b", status=307, headers={"Location": "/c"}, delay=0.403)
    url = stage.route("/a", status=302, headers={"Location": "/b"}, delay=0.1).url
    code, latency = student.timed_get(url)
    unfollowed = "La redirection n'est pas suivie : requests.get le fait, sauf avec allow_redirects=False."
    assert code == 200, named(code, "Le code est celui de la réponse finale.", (302, unfollowed))
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
        url = stage.route(f"/{status}", status=status, delay=0.15).url
        pair = outcome(student.timed_get, url)
        assert not isinstance(pair, Escaped), raised.format(status)
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
    )
    assert_raises(student, stage.silent_url, timeout=1.5)
    assert clock.elapsed == pytest.approx(5.5, abs=0.01), (
        "timeout borne aussi l'attente de la connexion, ici 1,5 s."
    )
    assert_raises(student, stage.route("/coupe", text="tout va bien", cut=4).url)


def assert_raises(student, url, **options):
    """Assert that the failure of a request comes out of timed_get, as any library's exception."""
    try:
        pair = student.timed_get(url, **options)
    except StudentError as error:
        if {"OSError", "HTTPException", "HTTPError"} & set(error.types):
            return
        raise
    unread = "La réponse est coupée au milieu de son corps, que votre code ne lit pas (stream=True ?)."
    caught = f"Votre code attrape l'exception et rend {pair} : sans réponse complète, elle doit passer."
    raise AssertionError(unread if isinstance(pair, list) and pair[:1] == [200] else caught)


# --- 2. un-service ------------------------------------------------------------------------------------

un_service = question("un-service")


def measured(student, url, **options):
    """Return what check_service returned."""
    return never_raises(student.check_service, "api", url, **options)


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
    assert_down(measured(student, stage.route("/api", text="tout va bien", cut=5).url))


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


@un_service
def test_other_codes(student, stage):
    """Les codes 201 et 204 sont « up », 304, 401 et 429 « degraded », 500 et 502 « down »"""
    success = "Le seul code 200 ne suffit pas : tout code 2xx est « up », 201 et 204 compris."
    family = "Toute la famille 5xx est « down », et pas seulement quelques codes."
    below_400 = "Un 304 n'est ni 2xx ni 5xx ; response.ok, lui, est vrai de tout code inférieur à 400."
    client = "Ni 2xx ni 5xx : tous ces codes sont « degraded », et pas seulement quelques-uns."
    expected = {
        201: ("up", success),
        204: ("up", success),
        401: ("degraded", client),
        429: ("degraded", client),
        304: ("degraded", below_400),
        500: ("down", family),
        502: ("down", family),
    }
    for code, (status, sentence) in expected.items():
        result = measured(student, stage.route(f"/{code}", status=code).url)
        assert result["status"] == status, f"Un code {code} donne « {status} ». {sentence}"
        assert result["status_code"] == code, "status_code est le code de la réponse finale."
        explained = isinstance(result["error"], str)
        assert explained == (status != "up"), f"error ne vaut None que d'un service « up » (code {code})."


@un_service
def test_redirected_to_a_failure(student, stage):
    """Une redirection vers un service en panne, et une autre sans fin"""
    stage.route("/v2", status=503)
    url = stage.route("/v1", status=308, headers={"Location": "/v2"}).url
    assert_down(measured(student, url), code=503)
    loop = stage.route("/tourne", status=302, headers={"Location": "/tourne"}).url
    assert_down(measured(student, loop), otherwise="Une redirection sans fin est une panne : « down ».")


@un_service
def test_threshold(student, stage):
    """Le seuil de lenteur est slow_ms"""
    fixed = "300 ms dépassent un seuil de 200 ms : comparez à slow_ms, et non à 1000."
    result = measured(student, stage.route("/api", delay=0.3).url, slow_ms=200)
    assert result["status"] == "degraded", fixed
    result = measured(student, stage.route("/lent", delay=3).url, slow_ms=4000)
    assert result["status"] == "up", "3 s ne dépassent pas un seuil de 4000 ms."


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
    measured(student, stage.route("/api/", status=503, headers={"Retry-After": "1"}).url)
    sent = [(exchange.method, exchange.target) for exchange in stage.requests]
    assert sent == [("GET", "/api/")], named(
        sent,
        "Une mesure est une requête GET, et une seule.",
        ([("GET", "/api")], "L'URL est à demander telle quelle, sa barre finale comprise."),
        ([("HEAD", "/api/")], "Votre code envoie un HEAD : l'énoncé demande un GET."),
        ([("GET", "/api/")] * len(sent), RETRIED),
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
    routes = [stage.route(f"/{name}", status=status) for name, status in (("a", 200), ("b", 503), ("c", 404))]
    student.check_all({route.path[1:]: route.url for route in routes})
    counts = [len(route.requests) for route in routes]
    again = "Le service « down » est mesuré deux fois : un tour mesure chaque service une seule fois."
    assert counts == [1, 1, 1], named(counts, "Un tour, une requête par service.", ([1, 2, 1], again))


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
    names = ["sauvegarde-été", "Île-de-France", "😱"]
    down = [result(name, "down") for name in names]
    sent = alert(student, webhook.url, down, recovered=("Noël", "août"))
    exchange = received(webhook)
    assert sent is True, "L'alerte a été acceptée (200)."
    assert exchange.json["down"] == names, "Le corps est du JSON en UTF-8 : des caractères ont été perdus."
    both = "Une alerte dit à la fois ce qui est « down » et ce qui est rétabli : recovered manque ici."
    back = exchange.json.get("recovered")
    assert back == ["Noël", "août"], named(back, "recovered a les noms reçus.", (None, both), ([], both))
    assert_signed(exchange, SECRET)


@alerte
def test_other_2xx(student, stage):
    """202 et 204 sont des acceptations, 404 n'en est pas une"""
    success = "Un {} est une acceptation : tout code 2xx l'est, 202 et 204 comme 200."
    unread = "Un {} n'est pas une acceptation : regardez le code de la réponse."
    for status, accepted in ((202, True), (204, True), (404, False)):
        sent = alert(student, stage.route(f"/{status}", status=status).url, [result("api", "down")])
        assert sent is accepted, (success if accepted else unread).format(status)


@alerte
def test_recovered_services(student, stage):
    """Des services rétablis, et aucun en panne : une alerte signée"""
    webhook = stage.route("/alertes")
    sent = alert(student, webhook.url, [result("api", "up")], recovered=["web", "api"])
    assert webhook.requests, "Un retour est à annoncer : recovered suffit pour que l'alerte parte."
    exchange = received(webhook)
    assert sent is True, "L'alerte a été acceptée (200)."
    assert exchange.json["down"] == [], "Aucun service n'est « down »."
    back = exchange.json.get("recovered")
    by_name = "Les noms de recovered sont triés : gardez l'ordre reçu."
    assert back == ["web", "api"], named(
        back, "recovered a les noms reçus, dans leur ordre.", (["api", "web"], by_name)
    )
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
def test_one_attempt(student, stage):
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
    settings = {"timeout": 2, "slow_ms": 200}
    services = {"lent": stage.route("/lent", delay=0.3).url}
    expected = _seen(student.check_all(services, **settings), stage)
    monitor = student.Monitor(services, stage.refused_url, SECRET, **settings)
    got = _seen(monitor.run_once() or monitor.value("history"), stage)
    assert got == expected, (
        "run_once mesure avec d'autres réglages : passez à check_all le timeout et le slow_ms du moniteur."
    )


def _seen(results, stage):
    """Return the state of the one service just measured, and the time-out of its request."""
    return results[0]["status"], stage.requests[-1].timeout


@changements
def test_monitors_are_independent(student, stage):
    """Deux moniteurs ne partagent rien"""
    first, second = stage.route("/premier"), stage.route("/second")
    services = {"api": stage.route("/api", KO).url}
    monitors = [run_rounds(student, services, webhook, 2) for webhook in (first, second)]
    shared = "Les moniteurs partagent ce qu'ils ont annoncé : créez-le dans __init__, et non dans la classe."
    for webhook in (first, second):
        got = alerts(webhook)
        assert got == [DOWN], named(got, "Chaque moniteur alerte son destinataire.", ([], shared))
    sizes = [len(monitor.value("history")) for monitor in monitors]
    assert sizes == [2, 2], "Chaque moniteur a son propre historique : créez la liste dans __init__."


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
    table = student.summarize([*history, result("mu", "down"), result("mu", "down")])
    assert column(table, "availability") == pytest.approx({"zeta": 1, "alpha": 1, "mu": 0.75}, abs=0.001), (
        "La part des mesures qui ne sont pas « down »."
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
