"""The hidden checks of exercise 1: the same statement, other services, other faults, other orders."""

import hashlib
import hmac
import math

import pytest

from grader.checks import question
from grader.stage import Answer

OK, KO = Answer(), Answer(status=500)
SECRET = "clé d'été n° 7"


# --- 1. latence ---------------------------------------------------------------------------------------

latence = question("latence")


@latence
def test_two_redirections_and_a_slow_body(student, stage):
    """Deux redirections, puis un corps lent"""
    stage.route("/c", json={"status": "ok"}, pieces=3, pause=0.2)
    stage.route("/b", status=307, headers={"Location": "/c"}, delay=0.4)
    url = stage.route("/a", status=302, headers={"Location": "/b"}, delay=0.1).url
    code, latency = student.timed_get(url)
    assert code == 200, "Le code est celui de la réponse finale."
    assert latency == pytest.approx(1100, abs=1), "Tout compte, de l'envoi au dernier octet : 1100 ms ici."


@latence
def test_wall_clock_set_ahead(student, stage, clock):
    """L'horloge de la machine avance d'un jour pendant la mesure"""
    url = stage.route("/health", text="ok", delay=1.25, during=lambda: clock.jump(86_400)).url
    _, latency = student.timed_get(url)
    assert latency == pytest.approx(1250, abs=1), "La mesure suit l'horloge de la machine, remise à l'heure."


@latence
def test_errors_are_timed_too(student, stage):
    """Un 404 et un 503 donnent un couple, comme un 200"""
    for status in (404, 503):
        code, latency = student.timed_get(stage.route(f"/{status}", status=status, delay=0.15).url)
        assert code == status, "Le code est celui de la réponse, même si c'est une erreur."
        assert latency == pytest.approx(150, abs=1), f"Le temps de réponse d'un {status} se mesure aussi."


@latence
def test_timeout_bounds_each_wait(student, stage):
    """timeout borne chaque attente, pas la durée totale"""
    url = stage.route("/health", text="tout va bien", pieces=4, pause=1.5).url
    _, latency = student.timed_get(url, timeout=2)
    assert latency == pytest.approx(6000, abs=1), (
        "Aucune attente ne dépasse 2 s : la réponse arrive entière, en 6 s."
    )


@latence
def test_failure_is_raised(student, stage, clock):
    """Sans réponse complète, l'exception passe"""
    with student.raises("OSError", "HTTPException"):
        student.timed_get(stage.route("/muet", hang=True).url, timeout=4)
    assert clock.elapsed == pytest.approx(4, abs=0.01), (
        "La requête doit être abandonnée au bout de timeout, ici 4 s."
    )
    with student.raises("OSError", "HTTPException"):
        student.timed_get(stage.route("/coupe", text="tout va bien", cut=4).url)


# --- 2. un-service ------------------------------------------------------------------------------------

un_service = question("un-service")


def assert_down(result, code=None):
    """Assert that a measure tells of a service that is down."""
    assert result["status"] == "down", "Le service est « down »."
    assert result["status_code"] == code, (
        "status_code est le code de la réponse finale, None s'il n'y en a pas."
    )
    assert (result["latency_ms"] is None) == (code is None), (
        "latency_ms ne vaut None que sans réponse complète."
    )
    assert isinstance(result["error"], str), "Quand le service est « down », error est un texte."
    assert result["error"].strip(), "Quand le service est « down », error ne peut pas être vide."


@un_service
def test_cut_answer(student, stage):
    """Une réponse coupée au milieu de son corps"""
    assert_down(student.check_service("api", stage.route("/api", text="tout va bien", cut=5).url))


@un_service
def test_connection_closed_before_the_answer(student, stage):
    """Une connexion fermée avant la réponse"""
    route = stage.route("/api", drop=True, delay=0.3)
    assert_down(student.check_service("api", route.url))
    assert len(route.requests) == 1, "Une seule requête par mesure : pas de nouvelle tentative."


@un_service
def test_body_that_stops(student, stage, clock):
    """Un corps qui s'interrompt plus longtemps que timeout"""
    url = stage.route("/api", text="tout va bien", pieces=2, pause=10).url
    assert_down(student.check_service("api", url, timeout=3))
    assert clock.elapsed == pytest.approx(3, abs=0.01), (
        "La mesure doit être abandonnée au bout de timeout, ici 3 s."
    )


@un_service
def test_connection_never_made(student, stage, clock):
    """Une machine éteinte : la connexion elle-même n'aboutit pas"""
    assert_down(student.check_service("api", stage.silent_url, timeout=1.5))
    assert clock.elapsed == pytest.approx(1.5, abs=0.01), "timeout borne aussi l'attente de la connexion."


@un_service
def test_other_codes(student, stage):
    """Les codes 201 et 204 sont « up », 304, 401 et 429 « degraded », 500 et 502 « down »"""
    expected = {
        201: "up",
        204: "up",
        304: "degraded",
        401: "degraded",
        429: "degraded",
        500: "down",
        502: "down",
    }
    for code, status in expected.items():
        result = student.check_service("api", stage.route(f"/{code}", status=code).url)
        assert result["status"] == status, f"Un code {code} donne « {status} »."
        assert result["status_code"] == code, "status_code est le code de la réponse finale."


@un_service
def test_redirected_to_a_failure(student, stage):
    """Une redirection vers un service en panne, et une autre sans fin"""
    stage.route("/v2", status=503)
    url = stage.route("/v1", status=308, headers={"Location": "/v2"}).url
    assert_down(student.check_service("api", url), code=503)
    loop = stage.route("/tourne", status=302, headers={"Location": "/tourne"}).url
    assert_down(student.check_service("web", loop))


@un_service
def test_threshold(student, stage):
    """Le seuil de lenteur est slow_ms"""
    url = stage.route("/api", delay=0.3).url
    result = student.check_service("api", url, slow_ms=200)
    assert result["status"] == "degraded", "300 ms dépassent un seuil de 200 ms."
    result = student.check_service("api", stage.route("/lent", delay=3).url, slow_ms=4000)
    assert result["status"] == "up", "3 s ne dépassent pas un seuil de 4000 ms."


@un_service
def test_slow_failure(student, stage):
    """Un 503 lent reste « down », un 404 lent « degraded »"""
    assert_down(student.check_service("api", stage.route("/api", status=503, delay=2).url), code=503)
    result = student.check_service("web", stage.route("/web", status=404, delay=2).url)
    assert result["status"] == "degraded", "Un 404 est « degraded », lent ou non."


@un_service
def test_malformed_urls(student):
    """Des URL mal écrites : « down », sans exception"""
    for url in ("", "api", "http://", "http://[::1", "http://serveur..local/", "htp://api.example.com"):
        assert_down(student.check_service("faute", url))


@un_service
def test_one_request(student, stage):
    """Une seule requête GET par mesure"""
    student.check_service("api", stage.route("/api", status=503).url)
    assert [exchange.method for exchange in stage.requests] == ["GET"], "Une mesure est une requête GET."


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
    results = student.check_all(services)
    assert [result["name"] for result in results] == names, "L'ordre des résultats est celui des services."
    down = {result["name"] for result in results if result["status"] == "down"}
    assert down == {"noeud-7", "noeud-2"}, "Les services en panne sont « down », et eux seuls."


@plusieurs_services
def test_same_url_twice(student, stage):
    """Deux noms pour une même URL : deux mesures"""
    shared = stage.route("/partage", OK, KO, OK)
    results = student.check_all({"bleu": shared.url, "vert": shared.url})
    assert sorted(result["name"] for result in results) == ["bleu", "vert"], "Chaque nom a son résultat."
    assert len(shared.requests) == 2, "Chaque nom a sa mesure, même si l'URL est partagée."


@plusieurs_services
def test_one_request_each(student, stage):
    """Chaque service est interrogé une fois, et une seule"""
    routes = [stage.route(f"/{name}", status=status) for name, status in (("a", 200), ("b", 503), ("c", 404))]
    student.check_all({route.path[1:]: route.url for route in routes})
    assert [len(route.requests) for route in routes] == [1, 1, 1], "Un tour, une requête par service."


@plusieurs_services
def test_settings_are_passed_on(student, stage):
    """timeout et slow_ms valent pour chaque service"""
    results = student.check_all({"lent": stage.route("/lent", delay=0.3).url}, slow_ms=200)
    assert results[0]["status"] == "degraded", "300 ms dépassent le slow_ms donné à check_all, 200 ms."
    silent = stage.route("/muet", hang=True)
    results = student.check_all({"muet": silent.url}, timeout=2)
    assert results[0]["status"] == "down", "Un service muet est « down »."
    assert silent.requests[0].timeout == pytest.approx(2, abs=0.01), (
        "Le timeout donné à check_all est celui de chaque mesure."
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
    results = student.check_all(services, timeout=1, slow_ms=60_000)
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


def assert_signed(exchange, secret):
    """Assert that the bytes which came are those that were signed."""
    expected = "sha256=" + hmac.new(secret.encode(), exchange.body, hashlib.sha256).hexdigest()
    assert exchange.headers.get("X-Signature") == expected, "X-Signature n'est pas celle des octets reçus."


@alerte
def test_accents(student, stage):
    """Des noms et un secret accentués"""
    webhook = stage.route("/alertes")
    names = ["sauvegarde-été", "Île-de-France", "😱"]
    sent = student.send_alert(webhook.url, [result(name, "down") for name in names], SECRET)
    assert sent is True, "L'alerte a été acceptée (200)."
    exchange = webhook.requests[0]
    assert exchange.json["down"] == names, "Le corps est du JSON en UTF-8, accents compris."
    assert_signed(exchange, SECRET)


@alerte
def test_other_2xx(student, stage):
    """202 et 204 sont des acceptations, 404 n'en est pas une"""
    for status, accepted in ((202, True), (204, True), (404, False)):
        url = stage.route(f"/{status}", status=status).url
        sent = student.send_alert(url, [result("api", "down")], SECRET)
        assert sent is accepted, f"Le destinataire a répondu {status}."


@alerte
def test_recovered_services(student, stage):
    """Des services rétablis, et aucun en panne : une alerte signée"""
    webhook = stage.route("/alertes")
    sent = student.send_alert(webhook.url, [result("api", "up")], SECRET, recovered=["web", "api"])
    assert sent is True, "Un retour est à annoncer : l'alerte part."
    exchange = webhook.requests[0]
    assert exchange.json["down"] == [], "Aucun service n'est « down »."
    assert exchange.json["recovered"] == ["web", "api"], "recovered garde l'ordre reçu."
    assert_signed(exchange, SECRET)


@alerte
def test_no_result_at_all(student, stage):
    """Aucun résultat, rien de rétabli : rien ne part"""
    webhook = stage.route("/alertes")
    assert student.send_alert(webhook.url, [], SECRET, recovered=[]) is False, "Rien à envoyer : False."
    assert not webhook.requests, "Aucune requête ne doit partir."


@alerte
def test_one_attempt(student, stage):
    """Un seul essai, quoi qu'il arrive, et jamais d'exception"""
    for path, answer in (("/panne", Answer(status=503)), ("/ferme", Answer(drop=True))):
        webhook = stage.route(path, answer)
        assert student.send_alert(webhook.url, [result("api", "down")], SECRET) is False, "L'envoi a échoué."
        assert len(webhook.requests) == 1, "send_alert ne fait pas de nouvelle tentative."
    for url in (stage.unknown_url, "http://serveur..local/", "alertes"):
        assert student.send_alert(url, [result("api", "down")], SECRET) is False, "L'envoi a échoué."


@alerte
def test_headers_and_secret(student, stage):
    """Le corps est annoncé comme du JSON, le secret ne part pas"""
    webhook = stage.route("/alertes")
    student.send_alert(webhook.url, [result("api", "down")], "mot-de-passe")
    exchange = webhook.requests[0]
    media_type = exchange.headers.get("Content-Type", "").split(";")[0].strip()
    assert media_type == "application/json", "L'en-tête Content-Type doit annoncer du JSON."
    sent = exchange.target + exchange.body.decode() + "".join(exchange.headers.values())
    assert "mot-de-passe" not in sent, "Le secret sert à signer ; il ne doit pas être transmis."


# --- 5. changements -----------------------------------------------------------------------------------

changements = question("changements")


def alerts(webhook):
    """Return the alerts received, each as the sorted names that are down, then recovered."""
    bodies = [exchange.json for exchange in webhook.requests]
    assert all(isinstance(body, dict) for body in bodies), "Le corps d'une alerte doit être un objet JSON."
    return [(sorted(body["down"]), sorted(body.get("recovered") or [])) for body in bodies]


def run_rounds(student, services, webhook, count):
    """Run ``count`` rounds and return the monitor."""
    monitor = student.Monitor(services, webhook.url, SECRET)
    for _ in range(count):
        monitor.run_once()
    return monitor


@changements
def test_two_services_cross(student, stage):
    """Un service tombe au moment où un autre se rétablit : une seule alerte, signée"""
    webhook = stage.route("/alertes")
    services = {"api": stage.route("/api", KO, KO, OK).url, "web": stage.route("/web", OK, OK, KO).url}
    run_rounds(student, services, webhook, 4)
    assert alerts(webhook) == [(["api"], []), (["web"], ["api"])], (
        "Une alerte au plus par tour, qui annonce à la fois ce qui tombe et ce qui revient."
    )
    assert_signed(webhook.requests[1], SECRET)


@changements
def test_degraded_is_not_down(student, stage):
    """De « down » à « degraded », le service est rétabli ; de « degraded » à « up », rien ne change"""
    webhook = stage.route("/alertes")
    slow = Answer(delay=1.5)
    run_rounds(student, {"api": stage.route("/api", slow, KO, slow, OK).url}, webhook, 4)
    assert alerts(webhook) == [(["api"], []), ([], ["api"])], (
        "Seul compte le passage à « down », ou son retour."
    )
    paths = [exchange.path for exchange in stage.requests]
    assert paths == ["/api", "/api", "/alertes", "/api", "/alertes", "/api"], (
        "Le retour s'annonce dès que le service n'est plus « down », même s'il n'est que « degraded »."
    )


@changements
def test_repeated_failures(student, stage):
    """Un service qui tombe deux fois est annoncé deux fois"""
    webhook = stage.route("/alertes", status=202)
    run_rounds(student, {"api": stage.route("/api", KO, OK, KO, KO, OK).url}, webhook, 6)
    assert alerts(webhook) == [(["api"], []), ([], ["api"])] * 2, "Chaque panne et chaque retour s'annoncent."


@changements
def test_failure_never_announced(student, stage):
    """La panne n'a pas pu être annoncée, puis le service revient : plus rien à dire"""
    webhook = stage.route("/alertes", Answer(status=503), Answer(status=503), Answer())
    run_rounds(student, {"api": stage.route("/api", KO, KO, OK).url}, webhook, 4)
    assert alerts(webhook) == [(["api"], [])] * 2, (
        "Deux essais ont échoué ; au tour 3 le service est revenu à l'état annoncé."
    )


@changements
def test_recovery_announced_late(student, stage):
    """L'alerte de retour échoue : elle est renvoyée, avec ce qui a changé depuis"""
    webhook = stage.route("/alertes", OK, KO, OK)
    services = {"api": stage.route("/api", KO, OK).url, "web": stage.route("/web", OK, OK, KO).url}
    run_rounds(student, services, webhook, 4)
    assert alerts(webhook) == [(["api"], []), ([], ["api"]), (["web"], ["api"])], (
        "Au tour 3, l'alerte annonce le retour qui n'a pas pu l'être et la nouvelle panne."
    )


@changements
def test_receiver_unreachable(student, stage):
    """Un destinataire injoignable n'arrête pas la surveillance"""
    monitor = student.Monitor({"api": stage.route("/api", KO).url}, stage.refused_url, SECRET)
    for _ in range(3):
        results = monitor.run_once()
        assert [result["status"] for result in results] == ["down"], "run_once rend les résultats du tour."
    assert len(monitor.value("history")) == 3, "history garde les résultats de tous les tours."


@changements
def test_monitors_are_independent(student, stage):
    """Deux moniteurs ne partagent rien"""
    first, second = stage.route("/premier"), stage.route("/second")
    services = {"api": stage.route("/api", KO).url}
    monitors = [run_rounds(student, services, webhook, 2) for webhook in (first, second)]
    assert alerts(first) == alerts(second) == [(["api"], [])], "Chaque moniteur alerte son destinataire."
    sizes = [len(monitor.value("history")) for monitor in monitors]
    assert sizes == [2, 2], "Chaque moniteur a son propre historique."


# --- 6. bilan -----------------------------------------------------------------------------------------

bilan = question("bilan")


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
    assert column(table, "median_ms") == pytest.approx({"api": 150}, abs=0.1), (
        "Toutes les mesures qui ont une latence comptent, même « down »."
    )


@bilan
def test_no_latency_at_all(student):
    """Aucune mesure de l'historique n'a de latence"""
    table = student.summarize([result("api", "down"), result("web", "down"), result("api", "down")])
    assert column(table, "availability") == {"api": 0, "web": 0}, "Tous les services sont « down »."
    for name in ("median_ms", "p95_ms"):
        for value in column(table, name).values():
            assert value is None or math.isnan(value), f"Sans aucune latence, {name} vaut NaN."


@bilan
def test_empty_history(student):
    """Un historique vide donne un tableau sans ligne"""
    table = student.summarize([])
    assert len(table) == 0, "Sans mesure, le tableau n'a pas de ligne."
    missing = {"availability", "median_ms", "p95_ms"} - set(table.columns)
    assert not missing, f"Il manque des colonnes : {', '.join(sorted(missing))}."
