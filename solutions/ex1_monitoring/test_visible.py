"""The visible checks of exercise 1, and the services on which its notebook tries the code."""

import hashlib
import hmac
import math

import pytest

from grader.checks import question
from grader.stage import Answer

LESSON = "02_bibliotheque_requests"
FIELDS = {"name", "url", "status", "status_code", "latency_ms", "error"}
SECRET = "un-secret-partagé"


def demonstration(stage):
    """Script the notebook's services on ``stage`` and return their addresses by name."""
    ok = {"status": "ok"}
    stage.route("/livraison/v2", json=ok)
    moved = {"Location": "/livraison/v2"}
    return {
        "catalogue": stage.route("/catalogue", json=ok).url,
        "livraison": stage.route("/livraison", status=301, headers=moved).url,
        "recherche": stage.route("/recherche", json=ok, delay=1.5).url,
        "comptes": stage.route("/comptes", status=401, json={"title": "Unauthorized"}).url,
        "paiement": stage.route("/paiement", status=503, json={"title": "Service Unavailable"}).url,
        "archives": stage.route("/archives", json=ok, delay=30).url,
        "stock": stage.refused_url,
        "messagerie": stage.route("/messagerie", *[Answer(json=ok), Answer(status=503)] * 500).url,
        "webhook": _webhook(stage, secret="cle-de-demonstration"),
    }


def _webhook(stage, secret):
    """Route a receiver of alerts: POST keeps those that are well signed, GET returns all that came."""
    received = []

    def receive(exchange):
        valid = exchange.headers.get("X-Signature") == signature(exchange.body, secret)
        received.append({"alert": exchange.json, "signature_valid": valid})
        return Answer(status=204 if valid else 403)

    stage.route("/webhook", method="GET", respond=lambda exchange: Answer(json=received))
    return stage.route("/webhook", method="POST", respond=receive).url


def signature(body, secret):
    """Return the header that signs ``body``."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


# --- 1. latence ---------------------------------------------------------------------------------------

latence = question(
    "latence",
    lesson=LESSON,
    hints=[
        "Lisez une horloge juste avant l'appel à requests.get, puis de nouveau juste après : "
        "la différence est le temps de réponse, à convertir en millisecondes.",
        "response.elapsed ne convient pas : il s'arrête aux en-têtes de la réponse "
        "et ne compte pas les redirections qui l'ont précédée.",
        "time.time() et datetime.now() suivent l'horloge de la machine, que l'on peut remettre à l'heure. "
        "time.perf_counter() ne fait qu'avancer.",
    ],
)


def timed(student, url, **options):
    """Return what timed_get returned, once it is known to be a pair."""
    pair = student.timed_get(url, **options)
    assert isinstance(pair, list), "timed_get doit rendre un couple (status_code, latency_ms)."
    assert len(pair) == 2, "timed_get doit rendre deux valeurs : status_code et latency_ms."
    return pair


@latence
def test_answer_is_timed(student, stage):
    """Une réponse qui arrive au bout de 350 ms"""
    code, latency = timed(student, stage.route("/health", json={"status": "ok"}, delay=0.35).url)
    assert code == 200, "Le premier élément du couple est le code de la réponse."
    assert latency == pytest.approx(350, abs=1), "Le temps de réponse n'est pas juste (en millisecondes)."


@latence
def test_body_counts(student, stage):
    """Un corps qui arrive lentement compte jusqu'au dernier octet"""
    url = stage.route("/health", text="tout va bien", delay=0.1, pieces=4, pause=0.25).url
    _, latency = timed(student, url)
    assert latency == pytest.approx(1100, abs=1), (
        "Les en-têtes arrivent en 100 ms et le corps en 1000 ms de plus : la mesure doit aller jusqu'au "
        "dernier octet du corps (response.elapsed s'arrête aux en-têtes)."
    )


@latence
def test_redirections_count(student, stage):
    """La durée d'une redirection compte"""
    stage.route("/v2/health", delay=0.3)
    url = stage.route("/health", status=302, headers={"Location": "/v2/health"}, delay=0.2).url
    code, latency = timed(student, url)
    assert code == 200, "Les redirections sont à suivre : le code est celui de la réponse finale."
    assert latency == pytest.approx(500, abs=1), (
        "La redirection prend 200 ms et la réponse finale 300 ms : la mesure doit compter les deux "
        "(response.elapsed ne compte que la seconde)."
    )


@latence
def test_wall_clock_set_back(student, stage, clock):
    """L'horloge de la machine recule d'une heure pendant la mesure"""
    url = stage.route("/health", delay=0.2, during=lambda: clock.jump(-3600)).url
    _, latency = timed(student, url)
    assert latency == pytest.approx(200, abs=1), (
        "La mesure suit l'horloge de la machine, qui vient d'être remise à l'heure : "
        "prenez une horloge qui ne fait qu'avancer."
    )


# --- 2. un-service ------------------------------------------------------------------------------------

un_service = question(
    "un-service",
    needs=["latence"],
    lesson=LESSON,
    hints=[
        "Séparez deux cas : timed_get a rendu un code, ou elle a levé une exception.",
        "Préparez d'abord un dictionnaire qui dit « down » et dont les autres champs valent None ; "
        "complétez-le ensuite selon ce qui arrive.",
        "response.ok et raise_for_status ne distinguent pas un 404 d'un 503 : comparez le code lui-même.",
        "try: … except Exception as error: attrape aussi ce qui n'est pas une RequestException.",
    ],
)


def measure(student, url, **options):
    """Return what check_service returned, once it is known to be a dictionary."""
    result = student.check_service("paiement", url, **options)
    assert isinstance(result, dict), "check_service doit rendre un dictionnaire."
    return result


def assert_unanswered(result):
    """Assert that a measure tells of no complete answer."""
    assert result["status"] == "down", "Sans réponse complète, le service est « down »."
    assert result["status_code"] is None, "Sans réponse complète, status_code vaut None."
    assert result["latency_ms"] is None, "Sans réponse complète, latency_ms vaut None."
    assert_explained(result)


def assert_explained(result):
    """Assert that ``error`` says something."""
    error = result["error"]
    assert isinstance(error, str), "Quand le service n'est pas « up », error est un texte."
    assert error.strip(), "Quand le service n'est pas « up », error ne peut pas être vide."


@un_service
def test_healthy_service(student, stage):
    """Un service qui répond 200 est « up »"""
    url = stage.route("/health", json={"status": "ok"}, delay=0.1).url
    result = measure(student, url)
    missing = FIELDS - result.keys()
    assert not missing, f"Il manque des champs au résultat : {', '.join(sorted(missing))}."
    assert result["status"] == "up", "Un code 2xx obtenu en moins de slow_ms est « up »."
    assert (result["name"], result["url"]) == ("paiement", url), "name et url sont ceux reçus."
    assert result["status_code"] == 200, "status_code est le code de la réponse."
    assert result["latency_ms"] == pytest.approx(100, abs=1), "latency_ms est le temps de réponse."
    assert result["error"] is None, "Quand le service est « up », error vaut None."


@un_service
def test_slow_service(student, stage):
    """Un service qui répond 200 en 1,5 s est « degraded »"""
    result = measure(student, stage.route("/health", delay=1.5).url)
    assert result["status"] == "degraded", "Un code 2xx plus lent que slow_ms est « degraded »."
    assert result["status_code"] == 200, "Le service a répondu : son code est à garder."
    assert_explained(result)


@un_service
def test_client_error(student, stage):
    """Un service qui répond 404 est « degraded »"""
    result = measure(student, stage.route("/health", status=404, delay=0.1).url)
    assert result["status"] == "degraded", "Un code 4xx est « degraded » : le serveur répond, lui."
    assert result["status_code"] == 404, "Le service a répondu : son code est à garder."
    assert result["latency_ms"] == pytest.approx(100, abs=1), (
        "Le service a répondu : sa latence est à garder."
    )
    assert_explained(result)


@un_service
def test_server_error(student, stage):
    """Un service qui répond 503 est « down »"""
    result = measure(student, stage.route("/health", status=503, delay=0.1).url)
    assert result["status"] == "down", "Un code 5xx est « down »."
    assert result["status_code"] == 503, "Le service a répondu : son code est à garder."
    assert result["latency_ms"] == pytest.approx(100, abs=1), (
        "Le service a répondu : sa latence est à garder."
    )
    assert_explained(result)


@un_service
def test_redirection_is_followed(student, stage):
    """Un service qui a déménagé est jugé à sa nouvelle adresse"""
    stage.route("/v2/health")
    url = stage.route("/health", status=301, headers={"Location": "/v2/health"}).url
    result = measure(student, url)
    assert result["status"] == "up", "La réponse finale est un 200 : le service est « up »."
    assert result["status_code"] == 200, "status_code est le code de la réponse finale."
    assert result["url"] == url, "url est l'URL reçue, pas celle d'arrivée."


@un_service
def test_silent_service(student, stage, clock):
    """Un service qui ne répond pas est « down » au bout du délai"""
    result = measure(student, stage.route("/health", hang=True).url, timeout=2)
    assert_unanswered(result)
    assert clock.elapsed == pytest.approx(2, abs=0.01), (
        "La mesure doit être abandonnée au bout de timeout, ici 2 s."
    )


@un_service
def test_refused_connection(student, stage):
    """Un service qui refuse la connexion est « down »"""
    assert_unanswered(measure(student, stage.refused_url))


@un_service
def test_unknown_host(student, stage):
    """Un service dont le nom d'hôte est inconnu est « down »"""
    assert_unanswered(measure(student, stage.unknown_url))


# --- 3. plusieurs-services ----------------------------------------------------------------------------

plusieurs_services = question(
    "plusieurs-services",
    needs=["un-service"],
    lesson=LESSON,
    hints=[
        "services.items() donne les noms et les URL dans l'ordre du dictionnaire.",
        "Si check_service ne lève jamais d'exception, une boucle suffit : "
        "une mesure, un résultat ajouté à la liste.",
        "Avec des threads, as_completed rend les résultats dans l'ordre où ils arrivent ; "
        "pool.map les rend dans l'ordre où vous les avez demandés.",
    ],
)


def measure_all(student, services, **options):
    """Return what check_all returned, once it is known to be a list."""
    results = student.check_all(services, **options)
    assert isinstance(results, list), "check_all doit rendre une liste."
    return results


def detour(stage, path, hops=5):
    """Route ``path`` through many redirections: with threads, it ends after the others."""
    for hop in range(hops):
        stage.route(f"{path}/{hop}", status=302, headers={"Location": f"{path}/{hop + 1}"})
    stage.route(f"{path}/{hops}")
    return stage.url + f"{path}/0"


@plusieurs_services
def test_order_is_kept(student, stage):
    """Les résultats suivent l'ordre des services"""
    names = ["web", "api", "vpn", "dns", "ldap", "mail"]
    services = {name: stage.route(f"/{name}").url for name in names}
    services["web"] = detour(stage, "/web")
    results = measure_all(student, services)
    assert [result["name"] for result in results] == names, "L'ordre des résultats est celui des services."


@plusieurs_services
def test_failures_cost_nothing_to_others(student, stage):
    """Des services en panne ne coûtent rien aux autres"""
    services = {
        "stock": stage.refused_url,
        "api": stage.route("/api").url,
        "ldap": stage.unknown_url,
        "paiement": stage.route("/paiement", status=503).url,
        "web": stage.route("/web").url,
    }
    states = {result["name"]: result["status"] for result in measure_all(student, services)}
    assert states == {"stock": "down", "api": "up", "ldap": "down", "paiement": "down", "web": "up"}, (
        "Chaque service a son résultat, que les autres soient en panne ou non."
    )


@plusieurs_services
def test_malformed_url(student, stage):
    """Une URL mal écrite ne coûte rien aux autres"""
    services = {"api": stage.route("/api").url, "faute": "htp:/api", "web": stage.route("/web").url}
    states = {result["name"]: result["status"] for result in measure_all(student, services)}
    assert states == {"api": "up", "faute": "down", "web": "up"}, (
        "Le service dont l'URL est mal écrite est « down » ; les autres ont leur résultat."
    )


@plusieurs_services
def test_no_service(student):
    """Aucun service : une liste vide"""
    assert measure_all(student, {}) == [], "Sans service, check_all rend une liste vide."


# --- 4. alerte ----------------------------------------------------------------------------------------

alerte = question(
    "alerte",
    lesson=LESSON,
    hints=[
        "Commencez par la liste des noms des services « down » ; s'il n'y a rien à annoncer, "
        "rendez False sans rien envoyer.",
        "Avec json=…, requests convertit le corps lui-même, à sa façon. Pour signer les octets envoyés, "
        "convertissez-le vous-même, une seule fois, et passez-le avec data=…",
        "body = json.dumps(…).encode() donne les octets, et "
        "hmac.new(secret.encode(), body, hashlib.sha256).hexdigest() leur signature.",
        "N'oubliez pas timeout, ni l'en-tête Content-Type, que data=… ne met pas à votre place.",
    ],
)


def result(name, status, latency=50.0):
    """Return a measure, as check_service gives one."""
    code = {"up": 200, "degraded": 404, "down": None}[status]
    return {
        "name": name,
        "url": f"http://{name}.example.com/health",
        "status": status,
        "status_code": code,
        "latency_ms": None if code is None else latency,
        "error": None if status == "up" else "panne",
    }


RESULTS = [result("stock", "down"), result("web", "up"), result("api", "degraded"), result("ldap", "down")]


def only_post(route):
    """Return the one request that a receiver of alerts got."""
    assert len(route.requests) == 1, "Une alerte est une requête, et une seule."
    exchange = route.requests[0]
    assert exchange.method == "POST", "Une alerte est envoyée par un POST."
    return exchange


@alerte
def test_alert_names_services_that_are_down(student, stage):
    """L'alerte nomme les services « down », et eux seuls"""
    webhook = stage.route("/alertes")
    sent = student.send_alert(webhook.url, RESULTS, SECRET)
    body = only_post(webhook).json
    assert isinstance(body, dict), "Le corps de l'alerte doit être un objet JSON."
    assert body["down"] == ["stock", "ldap"], "down liste les services « down », dans l'ordre de results."
    assert body["recovered"] == [], "recovered est toujours là, vide si aucun service n'est rétabli."
    assert sent is True, "L'alerte a été acceptée (200) : send_alert rend True."


@alerte
def test_alert_is_signed(student, stage):
    """La signature est celle des octets envoyés"""
    webhook = stage.route("/alertes")
    student.send_alert(webhook.url, RESULTS, SECRET)
    exchange = only_post(webhook)
    assert exchange.headers.get("X-Signature") == signature(exchange.body, SECRET), (
        "X-Signature ne correspond pas aux octets reçus : signez exactement le corps que vous envoyez."
    )


@alerte
def test_nothing_to_announce(student, stage):
    """Aucun service « down » : rien ne part"""
    webhook = stage.route("/alertes")
    sent = student.send_alert(webhook.url, [result("web", "up"), result("api", "degraded")], SECRET)
    assert not webhook.requests, "Rien n'est à annoncer : aucune requête ne doit partir."
    assert sent is False, "Rien n'est parti : send_alert rend False."


@alerte
def test_receiver_fails(student, stage):
    """Le destinataire répond 500 : False"""
    webhook = stage.route("/alertes", status=500)
    sent = student.send_alert(webhook.url, RESULTS, SECRET)
    only_post(webhook)
    assert sent is False, "L'alerte n'a pas été acceptée : send_alert rend False."


@alerte
def test_receiver_refuses_connection(student, stage):
    """Le destinataire est injoignable : False, sans exception"""
    assert student.send_alert(stage.refused_url, RESULTS, SECRET) is False, "send_alert doit rendre False."


@alerte
def test_receiver_is_silent(student, stage, clock):
    """Le destinataire ne répond pas : False au bout du délai"""
    webhook = stage.route("/alertes", hang=True)
    sent = student.send_alert(webhook.url, RESULTS, SECRET, timeout=3)
    assert sent is False, "Sans réponse, send_alert rend False."
    assert clock.elapsed == pytest.approx(3, abs=0.01), (
        "L'envoi doit être abandonné au bout de timeout, ici 3 s."
    )


# --- 5. changements -----------------------------------------------------------------------------------

changements = question(
    "changements",
    needs=["plusieurs-services", "alerte"],
    lesson=LESSON,
    hints=[
        "Gardez dans le moniteur l'ensemble (set) des services annoncés « down », vide au départ.",
        "À chaque tour, down - annonces donne ceux qui viennent de tomber, "
        "et annonces - down ceux qui sont rétablis.",
        "Ne donnez à send_alert que les résultats des services qui viennent de tomber, "
        "et dans recovered les noms de ceux qui sont rétablis.",
        "Ne remplacez l'ensemble des services annoncés que si send_alert a rendu True.",
    ],
)

OK, KO = Answer(), Answer(status=503)


def run_rounds(student, services, webhook, count):
    """Run ``count`` rounds and return the monitor and what each round returned."""
    monitor = student.Monitor(services, webhook.url, SECRET)
    return monitor, [monitor.run_once() for _ in range(count)]


def alerts(webhook):
    """Return the alerts received, each as the sorted names that are down, then recovered."""
    bodies = [exchange.json for exchange in webhook.requests]
    assert all(isinstance(body, dict) for body in bodies), "Le corps d'une alerte doit être un objet JSON."
    return [(sorted(body["down"]), sorted(body.get("recovered") or [])) for body in bodies]


@changements
def test_one_alert_for_one_failure(student, stage):
    """Un service reste en panne trois tours : une seule alerte"""
    webhook = stage.route("/alertes")
    services = {"api": stage.route("/api", OK, KO).url, "web": stage.route("/web").url}
    run_rounds(student, services, webhook, 4)
    assert alerts(webhook) == [(["api"], [])], "Une panne est annoncée une fois, pas à chaque tour."


@changements
def test_recovery_is_announced(student, stage):
    """Un service tombe, puis se rétablit : deux alertes"""
    webhook = stage.route("/alertes")
    run_rounds(student, {"api": stage.route("/api", KO, KO, OK).url}, webhook, 4)
    assert alerts(webhook) == [(["api"], []), ([], ["api"])], (
        "La panne est annoncée dans down, puis le retour dans recovered, une fois chacun."
    )


@changements
def test_all_is_well(student, stage):
    """Tout va bien : aucune alerte"""
    webhook = stage.route("/alertes")
    services = {"api": stage.route("/api").url, "web": stage.route("/web", delay=1.5).url}
    run_rounds(student, services, webhook, 3)
    assert alerts(webhook) == [], "Aucun service n'est « down » : aucune alerte ne doit partir."


@changements
def test_failed_alert_is_sent_again(student, stage):
    """Une alerte refusée est renvoyée au tour suivant, et n'arrête rien"""
    webhook = stage.route("/alertes", Answer(status=500), Answer())
    _, rounds = run_rounds(student, {"api": stage.route("/api", KO).url}, webhook, 4)
    assert [exchange.path for exchange in stage.requests] == ["/api", "/alertes"] * 2 + ["/api"] * 2, (
        "La première alerte a échoué (500) : elle est renvoyée au tour 2, puis n'est plus à envoyer."
    )
    assert alerts(webhook) == [(["api"], [])] * 2, "L'alerte renvoyée annonce la même panne."
    assert [len(results) for results in rounds] == [1, 1, 1, 1], "Chaque tour rend un résultat par service."


@changements
def test_history_keeps_everything(student, stage):
    """L'historique garde les résultats de tous les tours"""
    services = {"api": stage.route("/api", OK, KO, OK).url, "web": stage.route("/web").url}
    monitor, _ = run_rounds(student, services, stage.route("/alertes"), 3)
    history = monitor.value("history")
    assert all(isinstance(result, dict) for result in history), (
        "history est une seule liste de dictionnaires : ajoutez-y les résultats d'un tour avec extend."
    )
    seen = [(result["name"], result["status"]) for result in history]
    by_round = [sorted(seen[start : start + 2]) for start in range(0, len(seen), 2)]
    assert by_round == [[("api", state), ("web", "up")] for state in ("up", "down", "up")], (
        "history contient les résultats de chaque tour, à la suite, dans une seule liste."
    )


# --- 6. bilan -----------------------------------------------------------------------------------------

bilan = question(
    "bilan",
    lesson=LESSON,
    hints=[
        "pd.DataFrame(history) donne un tableau d'une ligne par mesure ; "
        "groupby('name') le découpe par service.",
        "Une colonne de booléens a pour moyenne la part des True : utile pour availability.",
        "median() et quantile(0.95) laissent de côté les NaN, mais veulent une colonne de nombres : "
        "astype(float) change les None en NaN.",
    ],
)

HISTORY = [
    *(result("web", "up", latency) for latency in (100.0, 200.0, 300.0, 400.0)),
    *(result("api", "up", latency) for latency in (10.0, 20.0)),
    result("api", "down"),
    result("api", "degraded", 60.0),
]


def summary(student, history):
    """Return what summarize returned, once it is known to be a DataFrame."""
    table = student.summarize(history)
    assert hasattr(table, "columns"), "summarize doit rendre un DataFrame pandas."
    missing = {"availability", "median_ms", "p95_ms"} - set(table.columns)
    assert not missing, f"Il manque des colonnes au tableau : {', '.join(sorted(missing))}."
    return table


def column(table, name):
    """Return a column by service."""
    return dict(zip(table.index, table[name], strict=True))


@bilan
def test_one_row_a_service(student):
    """Une ligne par service, l'index est son nom"""
    index = sorted(map(str, summary(student, HISTORY).index))
    assert index == ["api", "web"], "L'index du tableau est le nom des services, une ligne pour chacun."


@bilan
def test_availability(student):
    """La disponibilité est la part des mesures qui ne sont pas « down »"""
    assert column(summary(student, HISTORY), "availability") == pytest.approx(
        {"web": 1, "api": 0.75}, abs=0.001
    ), "Un service « degraded » est disponible ; la part va de 0 à 1."


@bilan
def test_latencies(student):
    """La médiane et le 95e centile des latences"""
    table = summary(student, HISTORY)
    assert column(table, "median_ms") == pytest.approx({"web": 250, "api": 20}, abs=0.1), (
        "La médiane n'est pas juste."
    )
    assert column(table, "p95_ms") == pytest.approx({"web": 385, "api": 56}, abs=0.1), (
        "Le 95e centile n'est pas juste : il se calcule par interpolation linéaire."
    )


@bilan
def test_service_without_latency(student):
    """Un service toujours « down » a NaN pour latences"""
    table = summary(student, [*HISTORY, result("stock", "down"), result("stock", "down")])
    assert column(table, "availability")["stock"] == 0, "Un service toujours « down » a 0 pour disponibilité."
    for name in ("median_ms", "p95_ms"):
        value = column(table, name)["stock"]
        assert value is None or math.isnan(value), f"Sans aucune latence, {name} vaut NaN."
