"""Vérifications de la leçon 05b, « L'API de Prometheus »."""

import math
from datetime import UTC, datetime, timedelta

from grader.checks import choice, question, right, wrong
from grader.checks.diagnosis import Escaped, asking, named, outcome
from grader.student.handle import StudentError

LESSON = "05b_prometheus"
NOON = 1767614400  # 5 January 2026, 12:00 UTC

compteur = choice(
    "compteur",
    'Pour un cœur, `node_cpu_seconds_total{mode="idle"}` vaut `86400`. Qu\'apprenez-vous ?',
    [
        wrong(
            "Il est inactif à 86,4 %.",
            "Non : vous prenez un compteur pour une jauge. Ce n'est pas un pourcentage.",
        ),
        wrong(
            "Il a été inactif 86 400 s pendant la dernière période de relevé.",
            "Non : le relevé a lieu toutes les 15 s, et le compteur ne repart pas de zéro à chaque fois.",
        ),
        right(
            "Depuis le démarrage, il a été inactif 86 400 s en tout ; rien sur ce qu'il fait maintenant.",
            "Oui : seule sa vitesse de montée, `rate` ou `irate`, dit ce qu'il fait maintenant.",
        ),
    ],
)

moyenne_du_parc = choice(
    "moyenne-du-parc",
    "Le parc passe à dix machines. La même requête, `100 - (avg(…) * 100)`, donne `14`. Que savez-vous ?",
    [
        wrong(
            "Chaque machine utilise 14 % de son processeur.",
            "Non : `avg` sans `by` donne une valeur pour tout le parc ; une moyenne ne dit rien de chacun.",
        ),
        right(
            "En moyenne, 14 % ; une machine est peut-être à 100 %.",
            "Oui : avec neuf machines à 4,4 % et une à 100 %, la moyenne est 14. "
            "`avg by (instance)` garde une ligne par machine.",
        ),
        wrong(
            "La machine la plus chargée est à 14 %.",
            "Non : vous pensez à `max`. `avg` fait la moyenne.",
        ),
        wrong(
            "web-1 utilise 14 % de son processeur, puisque c'est elle que l'on interroge.",
            "Non : la requête ne choisit aucune machine : elle les prend toutes.",
        ),
    ],
)

en_attente = choice(
    "en-attente",
    "`RebootRequired` est à l'état `pending`. Que va-t-il se passer ?",
    [
        wrong(
            "Rien avant que quelqu'un l'acquitte.",
            "Non : vous pensez à un ticket. Personne n'a été prévenu, et Prometheus n'attend personne.",
        ),
        right(
            "Elle se déclenchera si la condition reste vraie pendant une heure, sinon elle disparaîtra.",
            "Oui : `for: 1h` évite de réveiller quelqu'un pour un état passager.",
        ),
        wrong(
            "Elle se déclenchera dans une heure, quoi qu'il arrive.",
            "Non : ce n'est pas une minuterie. Dès que la condition devient fausse, tout est oublié.",
        ),
        wrong(
            "Elle s'est déclenchée, et l'envoi du message est en attente.",
            "Non : `pending` vient avant `firing`. L'envoi des messages est l'affaire d'Alertmanager.",
        ),
    ],
)


WEB, DB = "web-1:9100", "db-1:9100"
UNRETURNED = "Votre fonction ne renvoie rien : il y manque return."
IN_THE_LOOP = "return est dans la boucle, et l'arrête au premier tour : sortez-le de la boucle."


def vector(values=()):
    """Return what /api/v1/query answers: a value, as text, for each instance."""
    result = [
        {"metric": {"instance": instance, "job": "node"}, "value": [NOON, text]}
        for instance, text in dict(values).items()
    ]
    return {"status": "success", "data": {"resultType": "vector", "result": result}}


valeurs = question(
    "valeurs",
    lesson=LESSON,
    hints=[
        'Les séries sont dans payload["data"]["result"] : parcourez-les, en remplissant un dictionnaire.',
        'Pour une série : la machine est series["metric"]["instance"], et series["value"] est le couple '
        "[instant, texte].",
        "value = float(texte), puis None si math.isnan(value).",
    ],
)


def instant_values(student, values):
    """Return what the student's function makes of these values; say what int cannot read."""
    try:
        return student.instant_values(vector(values))
    except StudentError as error:
        unread = "int() with base 10" in error.text
        assert not unread, "int ne sait lire ni « 0.25 » ni « NaN » : convertissez avec float."
        raise


@valeurs
def test_values_are_numbers(student):
    """Chaque machine a sa valeur, en nombre"""
    got = instant_values(student, {WEB: "0.25", DB: "42"})
    text = "Les valeurs sont restées du texte : convertissez-les avec float."
    pairs = "Vous gardez le couple entier : la valeur est son second élément."
    moments = "Vous avez pris l'instant : la valeur est le second élément du couple."
    rounded = "Vous avez perdu les décimales : float, et non int."
    short = "Gardez l'étiquette « instance » entière, port compris."
    assert got == {WEB: 0.25, DB: 42}, named(
        got,
        "Le dictionnaire attendu donne à chaque « instance » sa valeur.",
        ({WEB: "0.25", DB: "42"}, text),
        ({WEB: [NOON, "0.25"], DB: [NOON, "42"]}, pairs),
        ({WEB: NOON, DB: NOON}, moments),
        ({WEB: 0, DB: 42}, rounded),
        ({"web-1": 0.25, "db-1": 42}, short),
        ({WEB: 0.25}, IN_THE_LOOP),
        (None, UNRETURNED),
    )


@valeurs
def test_not_a_number_is_none(student):
    """NaN devient None"""
    got = instant_values(student, {WEB: "NaN", DB: "1"})
    if isinstance(got, dict) and isinstance(got.get(WEB), float) and math.isnan(got[WEB]):
        got = {**got, WEB: "NaN"}  # so that it equals itself
    kept = "NaN est resté : testez-le avec math.isnan, car NaN n'est égal à rien, pas même à lui-même."
    left = "La machine dont la valeur est NaN a disparu : gardez-la, avec None."
    zero = "NaN est devenu 0 : « pas de mesure » n'est pas « zéro »."
    text = "« None » est ici un texte : écrivez None sans guillemets."
    assert got == {WEB: None, DB: 1}, named(
        got,
        "NaN doit devenir None.",
        ({WEB: "NaN", DB: 1}, kept),
        ({DB: 1}, left),
        ({WEB: 0, DB: 1}, zero),
        ({WEB: "None", DB: 1}, text),
        ({WEB: None}, IN_THE_LOOP),
        (None, UNRETURNED),
    )


@valeurs
def test_zero_and_infinity_are_values(student):
    """Zéro reste zéro, et l'infini reste l'infini"""
    got = instant_values(student, {WEB: "0", DB: "+Inf"})
    lost = "0 est devenu None : zéro est une mesure. Testez math.isnan(value), et non la valeur elle-même."
    infinite = "L'infini est devenu None : seul NaN doit le devenir. Testez math.isnan."
    assert got == {WEB: 0, DB: math.inf}, named(
        got,
        "Zéro et l'infini sont des valeurs : gardez-les.",
        ({WEB: None, DB: math.inf}, lost),
        ({DB: math.inf}, lost),
        ({WEB: 0, DB: None}, infinite),
        ({WEB: 0}, IN_THE_LOOP),
        (None, UNRETURNED),
    )


@valeurs
def test_no_series_gives_no_value(student):
    """Aucune série : un dictionnaire vide"""
    got = instant_values(student, {})
    late = "Sans série, votre fonction ne renvoie rien : le return doit être après la boucle."
    other = "Un résultat vide n'est pas une erreur : renvoyez un dictionnaire vide."
    assert got == {}, named(got, other, (None, late))


serie = question(
    "serie",
    lesson=LESSON,
    hints=[
        'Les couples sont dans series["values"], au pluriel : [[instant, texte], …].',
        'Une compréhension convient : [(…, float(text)) for moment, text in series["values"]].',
        "Le fuseau se donne à la conversion : datetime.fromtimestamp(moment, tz=timezone.utc).",
    ],
)
MIDDAY = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


LATER = MIDDAY + timedelta(seconds=60.5)
UNZONED = "Les dates n'ont pas de fuseau : donnez tz=timezone.utc à fromtimestamp."


def set_zone(student, zone):
    """Give the machine that runs the student's code this time zone (None: its own); return the former."""
    environ = '__import__("os").environ'
    former = student.run(f'{environ}.get("TZ")')
    student.run(f'{environ}.pop("TZ", None)' if zone is None else f"{environ}.update(TZ={zone!r})")
    student.run('__import__("time").tzset()')
    return former


def points(*texts):
    """Return one series of a matrix, a value every 60.5 seconds from noon."""
    values = [[NOON + 60.5 * rank, text] for rank, text in enumerate(texts)]
    return {"metric": {"instance": WEB}, "values": values}


def pairs(student, *texts):
    """Return the student's pairs, once they are a list of pairs, as many as there are points."""
    got = student.to_points(points(*texts))
    shape = "Renvoyez une liste de couples (instant, valeur), avec [ ] ou list(…)."
    assert isinstance(got, list), named(got, shape, (None, UNRETURNED))
    assert all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in got), shape
    few = IN_THE_LOOP if len(got) == 1 else "Il faut un couple par point."
    assert len(got) == len(texts), few
    return got


@serie
def test_moments_are_in_utc(student):
    """Les instants sont en UTC, avec leur fuseau"""
    got = [moment for moment, _ in pairs(student, "1", "2")]
    seconds = "Les instants sont restés des nombres : datetime.fromtimestamp les convertit."
    swapped = "Les couples sont à l'envers : l'instant d'abord, la valeur ensuite."
    text = "L'instant est un texte : renvoyez le datetime lui-même."
    fraction = "Les fractions de seconde sont perdues : donnez l'instant tel quel à fromtimestamp."
    message = named(
        got,
        "Ce ne sont pas les instants reçus : fromtimestamp les attend en secondes, tels quels.",
        ([NOON, NOON + 60.5], seconds),
        ([1, 2], swapped),
        ([MIDDAY, MIDDAY + timedelta(minutes=1)], fraction),
    )
    if any(isinstance(moment, str) for moment in got):
        message = text
    if any(isinstance(moment, datetime) and moment.tzinfo is None for moment in got):
        message = UNZONED
    assert got == [MIDDAY, LATER], message
    offsets = [moment.utcoffset() for moment in got]
    assert offsets == [timedelta(0)] * 2, "Ces instants ont un fuseau, mais ce n'est pas UTC."


@serie
def test_moments_do_not_depend_on_the_machine(student):
    """La même réponse sur une machine réglée sur l'heure de Paris"""
    former = set_zone(student, "CET-1")
    try:
        got = [moment for moment, _ in pairs(student, "1")]
    finally:
        set_zone(student, former)
    local = (
        "fromtimestamp sans tz= donne l'heure de la machine ; replace ne fait que l'étiqueter UTC. "
        "Donnez tz=timezone.utc à fromtimestamp."
    )
    late = MIDDAY + timedelta(hours=1)
    other = "L'instant change avec le fuseau de la machine."
    assert got == [MIDDAY], named(got, other, ([late], local), ([late.replace(tzinfo=None)], UNZONED))


@serie
def test_points_are_numbers(student):
    """Les valeurs sont des nombres"""
    got = [value for _, value in pairs(student, "97.7983", "96")]
    text = "Les valeurs sont restées du texte : convertissez-les avec float."
    rounded = "Vous avez perdu des décimales : float, sans int ni round."
    other = "Ce ne sont pas les valeurs reçues, dans l'ordre."
    lost = [([round(97.7983, digits), 96], rounded) for digits in (1, 2, 3)]
    assert got == [97.7983, 96], named(
        got, other, (["97.7983", "96"], text), ([97, 96], rounded), ([98, 96], rounded), *lost
    )


@serie
def test_empty_series(student):
    """Une série sans point donne une liste vide"""
    got = student.to_points(points())
    late = "Sans point, votre fonction ne renvoie rien : le return doit être après la boucle."
    assert got == [], named(got, "Une série sans point donne une liste vide.", (None, late))


pas = question(
    "pas",
    lesson=LESSON,
    hints=[
        "La durée en secondes : (end - start).total_seconds(). Le nombre de points : durée // pas + 1.",
        "Partez de 15 et ajoutez 15 tant qu'il y a trop de points.",
        'while span // step + 1 > max_points: step += 15. Et le résultat est un texte : f"{step}s".',
    ],
)
START = datetime(2026, 1, 5, tzinfo=UTC)


def chosen(student, max_points, **duration):
    """Return the step that the student's function chooses for a range of this duration."""
    return student.choose_step(START, START + timedelta(**duration), max_points)


def unwritten(step):
    """Name a step that is not the text of seconds that Prometheus expects."""
    if isinstance(step, int | float):
        return 'Le pas est un nombre : renvoyez un texte, avec son unité, comme "15s".'
    if isinstance(step, str) and step.endswith(".0s"):
        return "Le pas a une décimale : restez avec des entiers."
    if isinstance(step, str) and " " in step:
        return 'Un pas s\'écrit sans espace, comme "15s".'
    if isinstance(step, str) and step[-1:] in ("m", "h"):
        return 'Donnez le pas en secondes, comme "60s".'
    if step is None:
        return UNRETURNED
    return ""


@pas
def test_short_range_takes_the_smallest_step(student):
    """Une heure : le plus petit pas"""
    step = chosen(student, 11_000, hours=1)
    other = unwritten(step) or "Une heure au pas de 15 s fait 241 points : 15s convient."
    assert step == "15s", other


@pas
def test_week_takes_a_minute(student):
    """Une semaine : 60 s"""
    step = chosen(student, 11_000, days=7)
    seconds = (
        "Une semaine au pas de 15 s, c'est 40 321 points. Si vous avez pris .seconds : "
        "il oublie les jours entiers ; prenez total_seconds()."
    )
    divided = "Ce pas n'est pas un multiple de 15 s."
    other = unwritten(step) or "Une semaine au pas de 60 s fait 10 081 points ; au pas de 45 s, 13 441."
    assert step == "60s", named(
        step, other, ("15s", seconds), ("55s", divided), ("54s", divided), ("56s", divided)
    )


@pas
def test_every_multiple_counts(student):
    """Cinq jours : 45 s"""
    step = chosen(student, 11_000, days=5)
    doubled = "Au pas de 45 s, cinq jours font 9 601 points : ajoutez 15 à chaque essai, sans doubler."
    other = "Cinq jours au pas de 45 s font 9 601 points ; au pas de 30 s, 14 401."
    assert step == "45s", unwritten(step) or named(step, other, ("60s", doubled))


@pas
def test_both_ends_count(student):
    """Les deux bouts comptent"""
    step = chosen(student, 240, hours=1)
    ends = (
        "Une heure au pas de 15 s fait 241 points, plus que les 240 de max_points : "
        "les deux bouts comptent, durée // pas + 1."
    )
    assert step == "30s", unwritten(step) or named(
        step, "240 points au plus : le pas est 30s.", ("15s", ends)
    )


@pas
def test_as_many_as_allowed(student):
    """Exactement max_points points : c'est permis"""
    step = chosen(student, 241, hours=1)
    strict = "241 points sont permis quand max_points vaut 241 : « au plus » se compare avec <=."
    assert step == "15s", unwritten(step) or named(step, "241 points : 15s convient.", ("30s", strict))


@pas
def test_last_partial_step_gives_no_point(student):
    """Une durée qui ne tombe pas juste"""
    step = chosen(student, 10, seconds=149)
    up = "149 s au pas de 15 s font 10 points, de 0 à 135 s : arrondissez vers le bas, avec //."
    assert step == "15s", unwritten(step) or named(step, "149 s font 10 points au pas de 15 s.", ("30s", up))


refus = question(
    "refus",
    lesson=LESSON,
    hints=[
        "Lisez d'abord le corps avec response.json(), sans appeler raise_for_status().",
        'Si answer["status"] vaut "error" : raise PrometheusError(answer["error"]).',
        "Si response.json() lève requests.JSONDecodeError, appelez response.raise_for_status().",
    ],
)
SAID = 'invalid parameter "query": 1:4: parse error: unexpected end of input inside braces'
BAD_DATA = {"status": "error", "errorType": "bad_data", "error": SAID}


@refus
def test_data_is_returned(student, stage):
    """Les données d'un succès sont renvoyées"""
    answer = vector({WEB: "1"})
    stage.route("/api/v1/query", json=answer)
    with asking(stage, "GET", "/api/v1/query"):
        got = student.ask('up{job="R&D"}', base_url=stage.url)
    sent = stage.requests[0].query
    cut = "L'expression est arrivée coupée au « & » : ne l'écrivez pas dans l'URL, passez par params=."
    other = "L'expression doit partir dans le paramètre « query »."
    assert sent == {"query": ['up{job="R&D"}']}, named(sent.get("query"), other, (['up{job="R'], cut))
    whole = "Votre fonction renvoie toute la réponse : renvoyez son champ « data »."
    series = "Votre fonction renvoie les séries : l'énoncé demande tout le champ « data »."
    other = "Ce n'est pas le champ « data » de la réponse."
    data = answer["data"]
    assert got == data, named(got, other, (answer, whole), (data["result"], series))


@refus
def test_refusal_is_explained(student, stage):
    """Un refus lève PrometheusError, avec le message de Prometheus"""
    for status, kind in ((400, "bad_data"), (422, "execution"), (503, "timeout")):
        stage.reset()
        stage.route("/api/v1/query", status=status, json={**BAD_DATA, "errorType": kind})
        raised, text = refusal(student, stage)
        known = (
            (
                "HTTPError",
                "HTTPError est sortie avant que le corps soit lu : le message de Prometheus est perdu.",
            ),
            (
                None,
                f'Prometheus a répondu {status}, et votre fonction n\'a rien levé : testez answer["status"].',
            ),
            ("Exception", "L'exception attendue est PrometheusError, définie juste au-dessus."),
            ("KeyError", "Un refus n'a pas de champ « data » : testez d'abord answer[\"status\"]."),
        )
        assert raised == "PrometheusError", named(raised, "Un refus doit lever PrometheusError.", *known)
        untold = 'PrometheusError est levée sans le message de Prometheus : donnez-lui answer["error"].'
        if text.startswith("{"):
            untold = 'PrometheusError reçoit tout le corps : donnez-lui seulement answer["error"].'
        assert (SAID if SAID in text else text) == SAID, untold


@refus
def test_page_that_is_no_json(student, stage):
    """Une page HTML donne HTTPError"""
    stage.route("/api/v1/query", status=502, text="<h1>502 Bad Gateway</h1>")
    raised, _ = refusal(student, stage)
    unread = "Ce corps est du HTML, et JSONDecodeError sort : attrapez-la, puis appelez raise_for_status()."
    known = (
        ("JSONDecodeError", unread),
        (None, "Un serveur mandataire a répondu 502 : HTTPError doit sortir."),
    )
    other = "Un corps qui n'est pas du JSON doit laisser sortir HTTPError."
    if raised == "PrometheusError":
        other = "C'est un serveur mandataire qui a répondu, et non Prometheus : HTTPError doit sortir."
    assert raised == "HTTPError", named(raised, other, *known)


@refus
def test_page_with_a_good_status(student, stage):
    """Une page HTML en 200 n'est pas une réponse"""
    stage.route("/api/v1/query", text="<h1>Identifiez-vous</h1>")
    raised, _ = refusal(student, stage)
    unbound = (
        "raise_for_status() ne lève rien pour un 200, et votre fonction continue : ajoutez raise après elle."
    )
    got = "JSONDecodeError" if raised == "HTTPError" else raised
    assert got == "JSONDecodeError", named(
        got,
        "Une page HTML en 200 doit laisser sortir l'exception de requests.",
        ("UnboundLocalError", unbound),
        (None, "Un portail a répondu 200 en HTML : laissez sortir JSONDecodeError."),
    )


@refus
def test_time_out_is_given(student, stage):
    """Le délai part avec la requête"""
    stage.route("/api/v1/query", json=vector())
    with asking(stage, "GET", "/api/v1/query"):
        student.ask("up", base_url=stage.url, timeout=3)
    waited = stage.requests[0].timeout
    none = "La requête est partie sans délai : donnez timeout=timeout à requests.get."
    assert waited == 3, named(waited, "Le délai n'est pas celui qu'on vous a donné.", (None, none))


# Anything else speaks for itself.
JUDGED = ("PrometheusError", "HTTPError", "JSONDecodeError", "KeyError", "UnboundLocalError", "Exception")


def refusal(student, stage):
    """Return the name and the text of what the student's function raises, (None, "") where it returns."""
    try:
        student.ask("up{", base_url=stage.url)
    except StudentError as error:
        if error.types[0] not in JUDGED:
            raise
        return error.types[0], error.text
    return None, ""


alertes = question(
    "alertes-declenchees",
    lesson=LESSON,
    hints=[
        'La liste est dans response.json()["data"]["alerts"].',
        'Gardez celles dont alert["state"] vaut "firing".',
        'Le nom : alert["labels"]["alertname"].',
    ],
)


def alert(name, state, **labels):
    """Return an alert as /api/v1/alerts gives it."""
    named_labels = {"alertname": name, **labels}
    return {"labels": named_labels, "annotations": {}, "state": state, "activeAt": "2026-01-05T08:50:33Z"}


def alerted(*alerts):
    """Return what /api/v1/alerts answers."""
    return {"status": "success", "data": {"alerts": list(alerts)}}


@alertes
def test_firing_ones_are_named(student, stage):
    """Seules les alertes déclenchées, dans l'ordre reçu"""
    fires = alert("InstanceDown", "firing", severity="critical")
    waits = alert("RebootRequired", "pending", severity="critical")
    also = alert("DiskFull", "firing", severity="warning")
    stage.route("/api/v1/alerts", json=alerted(fires, waits, also))
    with asking(stage, "GET", "/api/v1/alerts"):
        names = student.firing_alerts(base_url=stage.url)
    everything = "RebootRequired attend encore (pending) : gardez celles dont « state » vaut « firing »."
    waiting = "Vous gardez celles qui attendent : c'est l'inverse."
    severe = "Vous avez filtré par gravité ; c'est « state » qui dit si une alerte est déclenchée."
    whole = "Votre fonction renvoie les alertes entières : gardez l'étiquette « alertname »."
    order = "Les noms ne sont pas dans l'ordre reçu."
    assert names == ["InstanceDown", "DiskFull"], named(
        names,
        "Ce ne sont pas les noms des alertes déclenchées.",
        (["InstanceDown", "RebootRequired", "DiskFull"], everything),
        (["RebootRequired"], waiting),
        (["InstanceDown", "RebootRequired"], severe),
        ([fires, also], whole),
        (["DiskFull", "InstanceDown"], order),
    )


@alertes
def test_no_alert(student, stage):
    """Aucune alerte : une liste vide"""
    stage.route("/api/v1/alerts", json=alerted())
    with asking(stage, "GET", "/api/v1/alerts"):
        names = student.firing_alerts(base_url=stage.url)
    assert names == [], "Aucune alerte n'est une bonne nouvelle : renvoyez une liste vide."


@alertes
def test_failure_is_no_silence(student, stage):
    """Une panne n'est pas « aucune alerte »"""
    stage.route("/api/v1/alerts", status=503, text="<h1>503 Service Unavailable</h1>")
    got = outcome(student.firing_alerts, base_url=stage.url)
    silent = "La réponse est un 503, et votre fonction annonce que tout va bien : appelez raise_for_status()."
    early = "Ce 503 est une page HTML : appelez raise_for_status() avant de lire le JSON."
    assert got == Escaped("HTTPError"), named(
        got,
        "HTTPError doit sortir.",
        ([], silent),
        (None, silent),
        (Escaped("JSONDecodeError"), early),
    )


@alertes
def test_alerts_time_out(student, stage):
    """Le délai part avec la requête"""
    stage.route("/api/v1/alerts", json=alerted())
    with asking(stage, "GET", "/api/v1/alerts"):
        student.firing_alerts(base_url=stage.url, timeout=3)
    waited = stage.requests[0].timeout
    none = "La requête est partie sans délai : donnez timeout=timeout à requests.get."
    assert waited == 3, named(waited, "Le délai n'est pas celui qu'on vous a donné.", (None, none))
