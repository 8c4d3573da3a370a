"""The visible checks of exercise 1, and the services on which its notebook tries the code."""

import base64
import hashlib
import hmac
import json
import math

import pandas as pd
import pytest

from grader.checks import question
from grader.checks.diagnosis import Escaped, named, outcome
from grader.stage import Answer

LESSON = "02_bibliotheque_requests"
RETRIED = "Une seule requête suffit : l'énoncé ne veut pas de nouvelle tentative après un échec."
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


WALL_CLOCK = (
    "La mesure suit l'horloge de la machine (time.time, datetime.now), qui vient d'être remise à l'heure : "
    "prenez une horloge qui ne fait qu'avancer."
)


def timed(student, url, **options):
    """Return what timed_get returned, once it is known to be a pair."""
    pair = student.timed_get(url, **options)
    nothing = "timed_get ne rend rien : il manque return."
    assert isinstance(pair, list), named(pair, "timed_get doit rendre un couple.", (None, nothing))
    assert len(pair) == 2, "timed_get doit rendre deux valeurs : status_code et latency_ms."
    assert not (isinstance(pair[0], float) and pair[1] == 200), (
        "Le couple est inversé : status_code vient d'abord, latency_ms ensuite."
    )
    return pair


@latence
def test_answer_is_timed(student, stage):
    """Une réponse qui arrive au bout de 350 ms"""
    code, latency = timed(student, stage.route("/health", json={"status": "ok"}, delay=0.35).url)
    sent = [exchange.method for exchange in stage.requests]
    assert sent == ["GET"], named(
        sent,
        "timed_get envoie une requête GET, et une seule.",
        (["HEAD"], "Votre code envoie un HEAD, dont la réponse n'a pas de corps : l'énoncé demande un GET."),
        (["GET", "GET"], "Votre code envoie deux requêtes : timed_get en envoie une, celle qu'elle mesure."),
    )
    assert code == 200, "Le premier élément du couple est le code de la réponse."
    slips = [
        (0, "La durée est coupée à des secondes entières : ne l'arrondissez pas avant de la convertir."),
        (pytest.approx(0.35), "La latence est en secondes : convertissez-la en millisecondes (× 1000)."),
        (pytest.approx(350_000, abs=1000), "La latence est en microsecondes : l'énoncé la demande en ms."),
        (
            pytest.approx(25, abs=25),
            "L'attente n'est pas comptée : time.process_time() mesure le travail du processeur. "
            "Prenez time.perf_counter().",
        ),
    ]
    assert latency == pytest.approx(350, abs=1), named(
        latency, "Le temps de réponse n'est pas juste.", *slips
    )
    whole = "latency_ms est un float : ne le coupez pas à l'entier avec int(…), round(…) ou //."
    assert isinstance(latency, float), whole


@latence
def test_body_counts(student, stage):
    """Un corps qui arrive lentement compte jusqu'au dernier octet"""
    url = stage.route("/health", text="tout va bien", delay=0.1, pieces=4, pause=0.3).url
    _, latency = timed(student, url)
    headers_only = "La mesure s'arrête aux en-têtes, reçus en 100 ms ; le corps en prend 1200 de plus. "
    if stage.requests[0].outcome == "answered":
        headers_only += "response.elapsed ne le compte pas : lisez l'horloge avant et après l'appel."
    else:
        headers_only += "Avec stream=True, il reste à lire (response.content)."
    assert latency == pytest.approx(1300, abs=1), named(
        latency,
        "Les en-têtes arrivent en 100 ms, le corps en 1200 ms de plus : mesurez jusqu'au dernier octet.",
        (pytest.approx(100, abs=1), headers_only),
        (pytest.approx(300, abs=1), "La seconde entière est perdue : timedelta a total_seconds()."),
    )


@latence
def test_redirections_count(student, stage):
    """La durée d'une redirection compte"""
    stage.route("/v2/health", delay=0.3)
    url = stage.route("/health", status=302, headers={"Location": "/v2/health"}, delay=0.2).url
    code, latency = timed(student, url)
    unfollowed = "La redirection n'est pas suivie : requests.get le fait, sauf avec allow_redirects=False."
    assert code == 200, named(code, "Le code est celui de la réponse finale.", (302, unfollowed))
    assert latency == pytest.approx(500, abs=1), named(
        latency,
        "La redirection prend 200 ms et la réponse finale 300 ms : la mesure compte les deux.",
        (pytest.approx(300, abs=1), "response.elapsed ne compte que la réponse finale, sans la redirection."),
    )


@latence
def test_wall_clock_set_back(student, stage, clock):
    """L'horloge de la machine recule d'une heure pendant la mesure"""
    url = stage.route("/health", delay=0.2, during=lambda: clock.jump(-3600)).url
    _, latency = timed(student, url)
    back = pytest.approx(200 - 3_600_000, abs=1)
    assert latency == pytest.approx(200, abs=1), named(
        latency, "Le temps de réponse n'est pas juste : 200 ms.", (back, WALL_CLOCK)
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
    result = outcome(student.check_service, "paiement", url, **options)
    assert not isinstance(result, Escaped), (
        f"{result!r} sort de check_service : requests.RequestException est la famille de toutes les siennes."
    )
    nothing = "check_service ne rend rien : il manque return."
    assert isinstance(result, dict), named(
        result, "check_service doit rendre un dictionnaire.", (None, nothing)
    )
    missing = FIELDS - result.keys()
    assert not missing, f"Il manque des champs au résultat : {', '.join(sorted(missing))}."
    return result


def assert_code(result, code):
    """Assert that the code of an answer was kept."""
    lost = (
        f"Le service a répondu {code}, mais votre code n'y voit aucune réponse : "
        "raise_for_status() en fait une exception."
    )
    if code < 300:
        lost = (
            f"Le service a répondu {code}, mais votre code n'y voit aucune réponse : le contenu du corps "
            "n'a pas d'importance, il n'a pas à être du JSON."
        )
    kept = "Le service a répondu : status_code est le code de la réponse finale."
    assert result["status_code"] == code, named(result["status_code"], kept, (None, lost))


def assert_latency(result, milliseconds):
    """Assert that the latency of an answer was kept."""
    assert result["latency_ms"] == pytest.approx(milliseconds, abs=1), (
        "Le service a répondu : latency_ms est le temps de réponse."
    )


def assert_unanswered(result):
    """Assert that a measure tells of no complete answer."""
    assert result["status"] == "down", named(
        result["status"],
        "Sans réponse complète, le service est « down ».",
        ("up", "Votre except cache la panne : sans réponse complète, le service est « down »."),
        ("degraded", "Ne pas répondre à temps, ce n'est pas être « degraded » : le service est « down »."),
    )
    assert result["status_code"] is None, "Sans réponse complète, status_code vaut None."
    assert result["latency_ms"] is None, (
        "Sans réponse complète, latency_ms vaut None : il n'y a pas de réponse dont mesurer le temps."
    )
    assert_explained(result)


def assert_explained(result):
    """Assert that ``error`` says something."""
    error = result["error"]
    assert isinstance(error, str), named(
        error,
        "Quand le service n'est pas « up », error est un texte ; str(error) donne celui d'une exception.",
        (None, "Quand le service n'est pas « up », error dit pourquoi : il ne vaut pas None."),
    )
    assert error.strip(), "Quand le service n'est pas « up », error ne peut pas être vide."


@un_service
def test_healthy_service(student, stage):
    """Un service qui répond 200 est « up »"""
    url = stage.route("/health", json={"status": "ok"}, delay=0.1).url
    result = measure(student, url)
    assert result["status"] == "up", "Un code 2xx obtenu en moins de slow_ms est « up »."
    assert (result["name"], result["url"]) == ("paiement", url), "name et url sont ceux reçus."
    assert_code(result, 200)
    assert_latency(result, 100)
    empty = "Quand le service est « up », error vaut None, et non un texte vide."
    assert result["error"] is None, named(
        result["error"], "Quand le service est « up », error vaut None.", ("", empty)
    )


@un_service
def test_slow_service(student, stage):
    """Un service qui répond 200 en 1,5 s est « degraded »"""
    slow = stage.route("/health", delay=1.5)
    result = measure(student, slow.url)
    again = "Votre code mesure de nouveau un service lent : une mesure est une requête, et une seule."
    assert len(slow.requests) == 1, again
    assert_code(result, 200)
    unseen = (
        "1500 ms dépassent slow_ms, qui vaut 1000 par défaut : comparez latency_ms et slow_ms, "
        "tous deux en millisecondes."
    )
    assert result["status"] == "degraded", named(
        result["status"], "Un code 2xx plus lent que slow_ms est « degraded ».", ("up", unseen)
    )
    assert_latency(result, 1500)
    assert_explained(result)


@un_service
def test_client_error(student, stage):
    """Un service qui répond 404 est « degraded »"""
    result = measure(student, stage.route("/health", status=404, delay=0.1).url)
    assert_code(result, 404)
    works = "Un code 4xx est « degraded », et non « down » : le serveur répond, lui."
    assert result["status"] == "degraded", named(
        result["status"], "Un code 4xx est « degraded » : le serveur répond, lui.", ("down", works)
    )
    assert_latency(result, 100)
    assert_explained(result)


@un_service
def test_server_error(student, stage):
    """Un service qui répond 503 est « down »"""
    result = measure(student, stage.route("/health", status=503, delay=0.1).url)
    assert result["status"] == "down", "Un code 5xx est « down »."
    assert_code(result, 503)
    assert_latency(result, 100)
    assert_explained(result)


@un_service
def test_redirection_is_followed(student, stage):
    """Un service qui a déménagé est jugé à sa nouvelle adresse"""
    arrival = stage.route("/v2/health").url
    url = stage.route("/health", status=301, headers={"Location": "/v2/health"}).url
    result = measure(student, url)
    assert_code(result, 200)
    assert result["status"] == "up", "La réponse finale est un 200 : le service est « up »."
    final = "url est l'URL reçue, et non celle d'arrivée (response.url)."
    assert result["url"] == url, named(result["url"], "url est l'URL reçue, telle quelle.", (arrival, final))


@un_service
def test_silent_service(student, stage, clock):
    """Un service qui ne répond pas est « down » au bout du délai"""
    silent = stage.route("/health", hang=True)
    result = measure(student, silent.url, timeout=2)
    assert_unanswered(result)
    assert len(silent.requests) == 1, RETRIED
    assert clock.elapsed == pytest.approx(2, abs=0.01), named(
        clock.elapsed,
        "La mesure doit être abandonnée au bout de timeout, ici 2 s.",
        (pytest.approx(5, abs=0.01), "timeout=2 n'arrive pas jusqu'à la requête, qui attend 5 s."),
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
    results = outcome(student.check_all, services, **options)
    assert not isinstance(results, Escaped), (
        f"{results!r} sort de check_all : un service en panne ne doit pas priver les autres de leur résultat."
    )
    assert isinstance(results, list), named(
        "dict" if isinstance(results, dict) else repr(results),
        "check_all doit rendre une liste.",
        ("dict", "check_all doit rendre une liste, et non un dictionnaire."),
        ("None", "check_all ne rend rien : il manque return."),
        ("un objet generator", "yield fait de check_all un générateur : rendez une liste."),
    )
    return results


def assert_all_there(results, names):
    """Assert that there is one result for each service, in any order."""
    got = [result["name"] for result in results]
    assert sorted(got) == sorted(names), _unequal(got, names, results)


def _unequal(got, names, results):
    """Return the sentence for results that are too many or too few."""
    if len(got) > len(names):
        return (
            "Des résultats d'un appel précédent restent dans la liste : une valeur par défaut comme "
            "results=[], ou une variable globale, est gardée. Créez la liste dans la fonction."
        )
    if got == names[: len(got)] and len(got) < len(names):
        if results and results[-1]["status"] == "down":
            return "La boucle s'arrête au premier service en panne : les suivants n'ont pas leur résultat."
        return "La boucle s'arrête trop tôt : un return dans la boucle met fin à la fonction."
    missing = ", ".join(name for name in names if name not in got)
    return f"Il manque des résultats : {missing}. Un service en panne a le sien, lui aussi."


def detour(stage, path, hops=5):
    """Route ``path`` through many redirections: with threads, it ends after the others."""
    for hop in range(hops):
        stage.route(f"{path}/{hop}", status=302, headers={"Location": f"{path}/{hop + 1}"})
    stage.route(f"{path}/{hops}")
    return stage.url + f"{path}/0"


@plusieurs_services
def test_order_is_kept(student, stage):
    """Les résultats suivent l'ordre des services"""
    names = ["web", "vpn", "api", "sso", "dns", "wiki", "ldap", "git", "ntp", "chat", "mail", "crm"]
    services = {name: stage.route(f"/{name}").url for name in names}
    services["web"] = detour(stage, "/web")
    results = measure_all(student, services)
    assert_all_there(results, names)
    got = [result["name"] for result in results]
    arrival = (
        "Les résultats ne suivent pas l'ordre de services ; avec des threads, "
        "as_completed les rend dans l'ordre où ils arrivent."
    )
    by_name = "Les résultats sont triés par nom : gardez l'ordre de services."
    assert got == names, named(got, arrival, (sorted(names), by_name))


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
    results = measure_all(student, services)
    assert_all_there(results, list(services))
    states = {result["name"]: result["status"] for result in results}
    assert states == {"stock": "down", "api": "up", "ldap": "down", "paiement": "down", "web": "up"}, (
        "Chaque service a son résultat, que les autres soient en panne ou non."
    )


@plusieurs_services
def test_malformed_url(student, stage):
    """Une URL mal écrite ne coûte rien aux autres"""
    services = {"api": stage.route("/api").url, "faute": "htp:/api", "web": stage.route("/web").url}
    results = measure_all(student, services)
    assert_all_there(results, list(services))
    states = {result["name"]: result["status"] for result in results}
    assert states == {"api": "up", "faute": "down", "web": "up"}, (
        "Le service dont l'URL est mal écrite est « down » ; les autres ont leur résultat."
    )


@plusieurs_services
def test_no_service(student, stage):
    """Aucun service : une liste vide"""
    assert_all_there(measure_all(student, {}), [])
    one = measure_all(student, {"api": stage.route("/api").url})
    assert one != [], "La liste est vide quand il y a un service aussi."


# --- 4. alerte ----------------------------------------------------------------------------------------

alerte = question(
    "alerte",
    lesson="07_webhooks",
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


RESULTS = [
    result("stock", "down"),
    result("web", "up"),
    result("api", "degraded"),
    {**result("ldap", "down"), "status_code": 503, "latency_ms": 80.0},
]


def alert(student, url, results=RESULTS, **options):
    """Return what send_alert returned."""
    sent = outcome(student.send_alert, url, results, SECRET, **options)
    raised = "raise_for_status() lève une exception hors de votre try : send_alert doit rendre False."
    assert not isinstance(sent, Escaped), named(
        sent,
        f"{sent!r} sort de send_alert, qui doit rendre False.",
        (Escaped("HTTPError"), raised),
    )
    return sent


def assert_sent(sent, expected, sentence, *mistakes):
    """Assert that send_alert returned True, or False."""
    assert sent is expected, named(
        sent if sent is None or isinstance(sent, bool) else "other",
        sentence,
        (None, "send_alert ne rend rien : il manque return."),
        ("other", "send_alert doit rendre un booléen, True ou False."),
        *mistakes,
    )


def only_post(route):
    """Return the one request that a receiver of alerts got."""
    count = len(route.requests)
    hidden = (
        "Aucune requête n'est partie. Votre except cache peut-être une erreur de votre code : "
        "hmac.new, par exemple, veut des octets, secret.encode() et le corps encodé."
    )
    assert count == 1, named(count, RETRIED, (0, hidden))
    exchange = route.requests[0]
    assert exchange.method == "POST", "Une alerte est envoyée par un POST."
    return exchange


def alert_body(exchange):
    """Return the body of an alert, once it is known to have its fields."""
    body = exchange.json
    form = "Le corps est un formulaire : data= avec un dictionnaire n'envoie pas de JSON. Prenez json.dumps."
    asked = "Le corps de l'alerte doit être un objet JSON."
    assert isinstance(body, dict), form if "down=" in exchange.body.decode("utf-8", "replace") else asked
    missing = {"down", "recovered"} - body.keys()
    assert not missing, f"Le corps a toujours ses deux champs, vides ou non : il manque {', '.join(missing)}."
    return body


@alerte
def test_alert_names_services_that_are_down(student, stage):
    """L'alerte nomme les services « down », et eux seuls"""
    webhook = stage.route("/alertes")
    sent = alert(student, webhook.url)
    body = alert_body(only_post(webhook))
    assert body["down"] == ["stock", "ldap"], named(
        body["down"],
        "down liste les services « down », dans l'ordre de results.",
        ([RESULTS[0], RESULTS[3]], "down contient des résultats entiers : il liste leurs noms, « name »."),
        (["stock"], "Un service qui répond 503 est « down », lui aussi : c'est « status » qui le dit."),
        (["ldap", "stock"], "Les noms de down sont triés : gardez l'ordre de results."),
        (["stock", "api", "ldap"], "Un service « degraded » n'est pas « down » : il n'est pas à annoncer."),
    )
    assert body["recovered"] == [], "recovered est vide : aucun service n'est rétabli."
    assert_sent(sent, True, "L'alerte a été acceptée (200) : send_alert rend True.")


@alerte
def test_alert_is_signed(student, stage):
    """La signature est celle des octets envoyés"""
    webhook = stage.route("/alertes")
    alert(student, webhook.url)
    exchange = only_post(webhook)
    got, expected = exchange.headers.get("X-Signature"), signature(exchange.body, SECRET)
    assert got == expected, named(
        got,
        "X-Signature ne correspond pas aux octets reçus : signez exactement le corps que vous envoyez.",
        *wrong_signatures(exchange, SECRET),
    )


def wrong_signatures(exchange, secret):
    """Return the known wrong signatures of a request, each with its sentence."""
    body, key = exchange.body, secret.encode()
    digest = hmac.new(key, body, hashlib.sha256).digest()
    hashed = "C'est une simple empreinte : l'énoncé demande un HMAC, hmac.new(clé, corps, hashlib.sha256)."
    repeated = (
        "Vous signez un autre texte que celui que vous envoyez : json= convertit le corps à sa façon, "
        "et str() n'est pas du JSON. Prenez json.dumps(…).encode() une seule fois, et envoyez-le avec data="
    )
    return [
        (None, "L'en-tête X-Signature manque."),
        (digest.hex(), "Il manque « sha256= » devant la signature."),
        ("sha256=" + digest.hex().upper(), "La signature s'écrit en minuscules."),
        (
            "sha256=" + base64.b64encode(digest).decode(),
            "La signature est en Base64 : l'énoncé la demande en hexadécimal.",
        ),
        (
            "sha256=" + hmac.new(secret.encode("latin-1"), body, hashlib.sha256).hexdigest(),
            "La clé est encodée en Latin-1 : c'est le secret encodé en UTF-8.",
        ),
        ("sha256=" + hashlib.sha256(key + body).hexdigest(), hashed),
        ("sha256=" + hashlib.sha256(body).hexdigest(), hashed),
        (
            "sha256=" + hmac.new(body, key, hashlib.sha256).hexdigest(),
            "L'ordre des arguments est inversé : hmac.new(clé, corps, hashlib.sha256).",
        ),
        *((signature(text.encode(), secret), repeated) for text in other_texts(exchange.json)),
    ]


def other_texts(value):
    """Return other texts of the same JSON."""
    return [
        str(value),
        json.dumps(value),
        json.dumps(value, ensure_ascii=False),
        json.dumps(value, separators=(",", ":")),
        json.dumps(value, indent=2),
    ]


@alerte
def test_nothing_to_announce(student, stage):
    """Aucun service « down » : rien ne part"""
    webhook = stage.route("/alertes")
    sent = alert(student, webhook.url, [result("web", "up"), result("api", "degraded")])
    bodies = [exchange.json for exchange in webhook.requests]
    assert bodies == [], named(
        bodies,
        "Rien n'est à annoncer : aucune requête ne doit partir.",
        (
            [{"down": ["api"], "recovered": []}],
            "Un service « degraded » n'est pas « down » : il n'est pas à annoncer, aucune requête ne part.",
        ),
    )
    assert_sent(sent, False, "Rien n'est parti : send_alert rend False.")


@alerte
def test_receiver_fails(student, stage):
    """Le destinataire répond 500 : False"""
    webhook = stage.route("/alertes", status=500)
    sent = alert(student, webhook.url)
    only_post(webhook)
    unread = "Avoir reçu une réponse ne suffit pas : seul un code de la réponse en 2xx donne True."
    assert_sent(sent, False, "L'alerte n'a pas été acceptée : send_alert rend False.", (True, unread))


@alerte
def test_receiver_refuses_connection(student, stage):
    """Le destinataire est injoignable : False, sans exception"""
    assert_sent(alert(student, stage.refused_url), False, "send_alert doit rendre False.")


@alerte
def test_receiver_is_silent(student, stage, clock):
    """Le destinataire ne répond pas : False au bout du délai"""
    webhook = stage.route("/alertes", hang=True)
    sent = alert(student, webhook.url, timeout=3)
    only_post(webhook)
    assert_sent(sent, False, "Sans réponse, send_alert rend False.")
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
    return [(sorted(body.get("down") or []), sorted(body.get("recovered") or [])) for body in bodies]


DOWN, BACK = (["api"], []), ([], ["api"])


@changements
def test_one_alert_for_one_failure(student, stage):
    """Un service reste en panne trois tours : une seule alerte"""
    webhook = stage.route("/alertes")
    services = {"api": stage.route("/api", OK, KO).url, "web": stage.route("/web").url}
    run_rounds(student, services, webhook, 4)
    got = alerts(webhook)
    named_ones = {name for down, recovered in got for name in down + recovered}
    assert named_ones <= services.keys(), (
        "L'alerte nomme des services d'un autre moniteur : un attribut de classe est partagé par tous."
    )
    again = "La panne est annoncée à chaque tour : retenez dans le moniteur ce qui est déjà annoncé."
    assert got == [DOWN], named(got, "Une panne est annoncée une fois.", ([DOWN] * 3, again))


@changements
def test_recovery_is_announced(student, stage):
    """Un service tombe, puis se rétablit : deux alertes"""
    webhook = stage.route("/alertes")
    run_rounds(student, {"api": stage.route("/api", KO, KO, OK).url}, webhook, 4)
    got = alerts(webhook)
    baseline = (
        "La panne du premier tour n'est pas annoncée : au départ, aucun service n'est annoncé « down » "
        "(et un attribut de la classe resterait d'un moniteur à l'autre)."
    )
    assert got == [DOWN, BACK], named(
        got,
        "La panne est annoncée dans down, puis le retour dans recovered, une fois chacun.",
        ([DOWN], "Le retour n'est pas annoncé : passez à send_alert les services rétablis, dans recovered."),
        ([BACK], baseline),
        ([], baseline),
    )


@changements
def test_all_is_well(student, stage):
    """Tout va bien : aucune alerte"""
    webhook = stage.route("/alertes")
    services = {"api": stage.route("/api").url, "web": stage.route("/web", delay=1.5).url}
    run_rounds(student, services, webhook, 3)
    assert stage.requests, "run_once n'a mesuré aucun service."
    got = alerts(webhook)
    everyone = (
        "recovered ne nomme que des services qui avaient été annoncés « down », pas tout ce qui va bien."
    )
    assert got == [], named(
        got,
        "Aucun service n'est « down » : aucune alerte ne doit partir.",
        ([([], ["api", "web"])] * 3, everyone),
    )


@changements
def test_failed_alert_is_sent_again(student, stage):
    """Une alerte refusée est renvoyée au tour suivant, et n'arrête rien"""
    webhook = stage.route("/alertes", Answer(status=500), Answer())
    _, rounds = run_rounds(student, {"api": stage.route("/api", KO).url}, webhook, 4)
    paths = [exchange.path for exchange in stage.requests]
    lost = (
        "L'alerte du tour 1 a échoué (500), et la panne est perdue : ne la tenez pour annoncée que si "
        "send_alert a rendu True, et comparez à ce qui est annoncé, pas au tour précédent."
    )
    twice = "L'alerte refusée repart au même tour : une alerte au plus par tour, elle attend le tour 2."
    late = "Le tour 1 n'annonce rien : une panne s'annonce au tour où elle est vue, sans attendre le suivant."
    assert paths == ["/api", "/alertes"] * 2 + ["/api"] * 2, named(
        paths,
        "La première alerte a échoué (500) : elle est renvoyée au tour 2, puis n'est plus à envoyer.",
        (["/api", "/alertes"] + ["/api"] * 3, lost),
        (["/api", "/alertes", "/alertes"] + ["/api"] * 3, twice),
        (["/api"] + ["/api", "/alertes"] * 2 + ["/api"], late),
    )
    assert alerts(webhook) == [DOWN] * 2, "L'alerte renvoyée annonce la même panne."
    sizes = [len(results) if isinstance(results, list) else results for results in rounds]
    nothing = "run_once ne rend rien : il manque return, avec les résultats du tour."
    assert sizes == [1] * 4, named(sizes, "Chaque tour rend un résultat par service.", ([None] * 4, nothing))


@changements
def test_history_keeps_everything(student, stage):
    """L'historique garde les résultats de tous les tours"""
    services = {"api": stage.route("/api", OK, KO, OK).url, "web": stage.route("/web").url}
    monitor, _ = run_rounds(student, services, stage.route("/alertes"), 3)
    history = monitor.value("history")
    assert all(isinstance(result, dict) for result in history), (
        "history est une seule liste de dictionnaires : ajoutez-y les résultats d'un tour avec extend."
    )
    size = len(history)
    shared = (
        "Ce moniteur a dans son historique des résultats d'un autre : un attribut de classe, une valeur par "
        "défaut comme history=[] ou une variable globale sont partagés. Créez la liste dans __init__."
    )
    last = "history ne garde que le dernier tour : ajoutez les résultats, ne remplacez pas la liste."
    fewer = named(size, "history contient tous les résultats : trois tours de deux services.", (2, last))
    assert size == 6, shared if size > 6 else fewer
    seen = [(result["name"], result["status"]) for result in history]
    by_round = [sorted(seen[start : start + 2]) for start in range(0, len(seen), 2)]
    assert by_round == [[("api", state), ("web", "up")] for state in ("up", "down", "up")], (
        "history contient les résultats de chaque tour, à la suite, dans une seule liste."
    )


# --- 6. bilan -----------------------------------------------------------------------------------------

bilan = question(
    "bilan",
    lesson="05b_prometheus",
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
    *(result("api", "up", latency) for latency in (10.0, 60.0)),
    result("api", "down"),
    result("api", "degraded", 20.0),
]


def summary(student, history):
    """Return what summarize returned, once it is known to be a DataFrame."""
    table = student.summarize(history)
    printed = "summarize ne rend rien : print affiche le tableau, return le rend."
    assert isinstance(table, pd.DataFrame), named(
        table, "summarize doit rendre un DataFrame pandas.", (None, printed)
    )
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
    numbered = "Les lignes sont numérotées : l'index doit être le nom du service (reset_index le remplace)."
    assert index == ["api", "web"], named(
        index,
        "L'index du tableau est le nom des services, une ligne pour chacun.",
        (["0", "1"], numbered),
    )


@bilan
def test_availability(student):
    """La disponibilité est la part des mesures qui ne sont pas « down »"""
    got = column(summary(student, HISTORY), "availability")
    assert got == pytest.approx({"web": 1, "api": 0.75}, abs=0.001), named(
        got,
        "La disponibilité est la part des mesures qui ne sont pas « down », de 0 à 1.",
        (
            {"web": 0, "api": 0.25},
            "C'est la part des mesures « down » : la disponibilité est celle des autres.",
        ),
        ({"web": 100, "api": 75}, "La disponibilité est en pour cent : l'énoncé la demande de 0 à 1."),
        ({"web": 1, "api": 0.5}, "Un service « degraded » est disponible : seul « down » ne l'est pas."),
        ({"web": 1, "api": 0}, "La part est coupée à l'entier : // donne un quotient entier, / une part."),
        (
            {"web": 1, "api": 1},
            "Une mesure sans latence compte dans la disponibilité : dropna la retire trop tôt.",
        ),
    )


@bilan
def test_latencies(student):
    """La médiane et le 95e centile des latences"""
    table = summary(student, HISTORY)
    median, p95 = column(table, "median_ms"), column(table, "p95_ms")
    assert median == pytest.approx({"web": 250, "api": 20}, abs=0.1), named(
        median,
        "La médiane n'est pas juste.",
        ({"web": 250, "api": 30}, "C'est la moyenne : la médiane est la valeur du milieu, median()."),
        (
            {"web": 250, "api": 15},
            "Une mesure sans latence compte pour 0 ms (fillna(0) ?) : elle est à laisser de côté.",
        ),
        (
            {"web": 250, "api": 35},
            "La latence d'un service « degraded » est laissée de côté : toute latence compte.",
        ),
    )
    assert p95 == pytest.approx({"web": 385, "api": 56}, abs=0.1), named(
        p95,
        "Le 95e centile n'est pas juste : il se calcule par interpolation linéaire.",
        ({"web": 400, "api": 60}, "C'est le maximum, ou un 95e centile sans interpolation linéaire."),
        ({"web": 300, "api": 20}, "Ce 95e centile est pris sans interpolation linéaire."),
        (
            {"web": 475, "api": 92},
            'statistics.quantiles interpole autrement par défaut : ajoutez method="inclusive".',
        ),
    )


@bilan
def test_service_without_latency(student):
    """Un service toujours « down » a NaN pour latences"""
    table = summary(student, [*HISTORY, result("stock", "down"), result("stock", "down")])
    assert "stock" in table.index, "Un service sans aucune latence a sa ligne : dropna la retire."
    assert column(table, "availability")["stock"] == 0, "Un service toujours « down » a 0 pour disponibilité."
    for name in ("median_ms", "p95_ms"):
        value = column(table, name)["stock"]
        zero = f"Sans aucune latence, {name} vaut NaN, et non 0 : un 0 passerait pour une réponse immédiate."
        assert value is None or math.isnan(value), named(
            value, f"Sans aucune latence, {name} vaut NaN.", (0, zero)
        )
