"""Typical mistakes in the answers to lesson 05b, and what the checks say of them."""

DIRECT = """
def instant_values(payload):
    return {s["metric"]["instance"]: s["value"][1] for s in payload["data"]["result"]}
"""
FALSY = """
import math
def instant_values(payload):
    values = {}
    for series in payload["data"]["result"]:
        value = float(series["value"][1])
        values[series["metric"]["instance"]] = None if math.isnan(value) or not value else value
    return values
"""
LEFT_OUT = """
import math
def instant_values(payload):
    values = {}
    for series in payload["data"]["result"]:
        value = float(series["value"][1])
        if not math.isnan(value):
            values[series["metric"]["instance"]] = value
    return values
"""
DIVIDED = """
def choose_step(start, end, max_points):
    return f"{int((end - start).total_seconds() // max_points) or 15}s"
"""
ROUNDED_UP = """
import math
def choose_step(start, end, max_points):
    step = 15
    while math.ceil((end - start).total_seconds() / step) + 1 > max_points:
        step += 15
    return f"{step}s"
"""
RAISED_FIRST = """
def ask(expression, base_url, timeout=10):
    response = requests.get(f"{base_url}/api/v1/query", params={"query": expression}, timeout=timeout)
    response.raise_for_status()
    return response.json()["data"]
"""
NO_TEST = """
def ask(expression, base_url, timeout=10):
    response = requests.get(f"{base_url}/api/v1/query", params={"query": expression}, timeout=timeout)
    return response.json()["data"]
"""
SILENT = """
def ask(expression, base_url, timeout=10):
    response = requests.get(f"{base_url}/api/v1/query", params={"query": expression}, timeout=timeout)
    return response.json().get("data")
"""
EVERYTHING = """
def ask(expression, base_url, timeout=10):
    response = requests.get(f"{base_url}/api/v1/query", params={"query": expression}, timeout=timeout)
    if not response.ok:
        raise PrometheusError(response.text)
    return response.json()["data"]
"""
UNFINISHED = """
def ask(expression, base_url, timeout=10):
    response = requests.get(f"{base_url}/api/v1/query", params={"query": expression}, timeout=timeout)
    try:
        answer = response.json()
    except ValueError:
        response.raise_for_status()
    if answer["status"] == "error":
        raise PrometheusError(answer["error"])
    return answer["data"]
"""
LISTED = """
def to_points(series):
    return {datetime.fromtimestamp(m, tz=timezone.utc): float(text) for m, text in series["values"]}
"""
LABELLED = "datetime.fromtimestamp(moment).replace(tzinfo=timezone.utc)"
IN_PARIS = "datetime.fromtimestamp(moment, tz=__import__('zoneinfo').ZoneInfo('Europe/Paris'))"
UTC_MOMENT = "datetime.fromtimestamp(moment, tz=timezone.utc)"
SWALLOWED = """
def firing_alerts(base_url, timeout=10):
    response = requests.get(f"{base_url}/api/v1/alerts", timeout=timeout)
    if not response.ok:
        return []
    alerts = response.json()["data"]["alerts"]
    return [alert["labels"]["alertname"] for alert in alerts if alert["state"] == "firing"]
"""
BY_SEVERITY = 'alert["labels"]["severity"] == "critical"'

# What stops a check before it has compared anything.
NOTHING_COMPARED = (
    "Aucune requête n'est arrivée",
    "est partie vers",
    "int ne sait lire",
    "Renvoyez une liste de couples",
)

MISTAKES = [
    ("valeurs", None, DIRECT, "restées du texte"),
    ("valeurs", 'float(series["value"][1])', 'float(series["value"][0])', "Vous avez pris l'instant"),
    ("valeurs", 'float(series["value"][1])', 'int(float(series["value"][1]))', "perdu les décimales"),
    ("valeurs", "math.isnan(value)", "value == float('nan')", "pas même à lui-même"),
    ("valeurs", "None if math.isnan(value)", "0 if math.isnan(value)", "NaN est devenu 0"),
    ("valeurs", None, FALSY, "zéro est une mesure"),
    ("valeurs", None, LEFT_OUT, "gardez-la, avec None"),
    ("valeurs", "math.isnan(value)", "not math.isfinite(value)", "L'infini est devenu None"),
    ("valeurs", 'float(series["value"][1])', 'int(series["value"][1])', "int ne sait lire"),
    ("valeurs", '["instance"]] =', '["instance"].split(":")[0]] =', "port compris"),
    ("valeurs", "None if math", "'None' if math", "sans guillemets"),
    ("valeurs", "    return values", "        return values", "return est dans la boucle"),
    ("valeurs", "    return values", "        return values", "le return doit être après la boucle"),
    ("valeurs", "    return values", "    print(values)", "il y manque return"),
    ("serie", None, LISTED, "une liste de couples"),
    ("serie", UTC_MOMENT, LABELLED, "ne fait que l'étiqueter UTC"),
    ("serie", UTC_MOMENT, IN_PARIS, "ce n'est pas UTC"),
    ("serie", UTC_MOMENT, f"{UTC_MOMENT}.isoformat()", "L'instant est un texte"),
    ("serie", "fromtimestamp(moment", "fromtimestamp(int(moment)", "fractions de seconde"),
    ("serie", f"{UTC_MOMENT}, float(text)", f"float(text), {UTC_MOMENT}", "à l'envers"),
    ("serie", "float(text)", "round(float(text), 1)", "sans int ni round"),
    ("serie", ", tz=timezone.utc", "", "n'ont pas de fuseau"),
    ("serie", "datetime.fromtimestamp(moment, tz=timezone.utc)", "moment", "restés des nombres"),
    ("serie", "float(text)", "text", "restées du texte"),
    ("serie", "float(text)", "int(float(text))", "perdu des décimales"),
    ("pas", 'f"{step}s"', "step", "Le pas est un nombre"),
    ("pas", ".total_seconds()", ".seconds", "il oublie les jours entiers"),
    ("pas", "span // step + 1", "span // step", "les deux bouts comptent"),
    ("pas", "> max_points", ">= max_points", "« au plus » se compare avec <="),
    ("pas", "> max_points", "> 11_000", "les 240 de max_points"),
    ("pas", "step += 15", "step *= 2", "sans doubler"),
    ("pas", "{step}s", "{step} s", "sans espace"),
    ("pas", 'f"{step}s"', 'f"{step // 60}m"', "en secondes"),
    ("pas", None, DIVIDED, "n'est pas un multiple de 15 s"),
    ("pas", None, ROUNDED_UP, "arrondissez vers le bas"),
    ("pas", "step = 15\n", "step = 15.0\n", "une décimale"),
    ("refus", None, RAISED_FIRST, "le message de Prometheus est perdu"),
    ("refus", None, NO_TEST, "n'a pas de champ « data »"),
    ("refus", None, NO_TEST, "Ce corps est du HTML"),
    ("refus", None, SILENT, "votre fonction n'a rien levé"),
    ("refus", None, UNFINISHED, "ajoutez raise après elle"),
    ("refus", "raise PrometheusError", "raise Exception", "L'exception attendue est PrometheusError"),
    ("refus", None, EVERYTHING, "tout le corps"),
    ("refus", None, EVERYTHING, "C'est un serveur mandataire"),
    ("refus", 'answer["data"]', "answer", "renvoyez son champ « data »"),
    ("refus", 'answer["data"]', 'answer["data"]["result"]', "tout le champ « data »"),
    ("refus", "{answer['errorType']} : {answer['error']}", "refus", "sans le message de Prometheus"),
    ("refus", 'query", params={"query": expression}', 'query?query=" + expression', "coupée au « & »"),
    ("refus", ", timeout=timeout", "", "sans délai"),
    ("alertes-declenchees", ' if alert["state"] == "firing"', "", "RebootRequired attend encore"),
    ("alertes-declenchees", '== "firing"', '!= "firing"', "c'est l'inverse"),
    ("alertes-declenchees", 'alert["state"] == "firing"', BY_SEVERITY, "filtré par gravité"),
    ("alertes-declenchees", 'alert["labels"]["alertname"] for', "alert for", "les alertes entières"),
    ("alertes-declenchees", "    response.raise_for_status()\n", "", "avant de lire le JSON"),
    ("alertes-declenchees", None, SWALLOWED, "annonce que tout va bien"),
    ("alertes-declenchees", ", timeout=timeout", "", "sans délai"),
    ("alertes-declenchees", "timeout=timeout", "timeout=10", "n'est pas celui qu'on vous a donné"),
    ("alertes-declenchees", "{base_url}", "http://prometheus:9090", "Aucune requête n'est arrivée"),
    ("alertes-declenchees", "/v1/alerts", "/v1/rules", "est partie vers /api/v1/rules"),
]
