# %% latence
def timed_get(url, timeout=5):
    debut = time.perf_counter()
    reponse = requests.get(url, timeout=timeout)
    fin = time.perf_counter()
    return reponse.status_code, round((fin - debut) * 1000, 1)

# %% un-service
def etat(code, latence, seuil):
    """Rend l'état et le motif d'une réponse complète."""
    if 500 <= code <= 599:
        return "down", f"erreur du serveur ({code})"
    if not 200 <= code <= 299:
        return "degraded", f"réponse inattendue ({code})"
    if latence > seuil:
        return "degraded", f"réponse lente ({latence} ms)"
    return "up", None


def check_service(name, url, timeout=5, slow_ms=1000):
    resultat = {"name": name, "url": url}
    try:
        code, latence = timed_get(url, timeout=timeout)
    except Exception as erreur:
        resultat.update(status="down", status_code=None, latency_ms=None, error=repr(erreur))
    else:
        status, error = etat(code, latence, slow_ms)
        resultat.update(status=status, status_code=code, latency_ms=latence, error=error)
    return resultat

# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    resultats = []
    for name in services:
        resultats.append(check_service(name, services[name], timeout=timeout, slow_ms=slow_ms))
    return resultats

# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    en_panne = []
    for resultat in results:
        if resultat["status"] == "down":
            en_panne.append(resultat["name"])
    if len(en_panne) == 0 and len(recovered) == 0:
        return False
    corps = json.dumps({"down": en_panne, "recovered": list(recovered)})
    signature = hmac.new(secret.encode(), corps.encode(), hashlib.sha256).hexdigest()
    try:
        reponse = requests.post(
            webhook_url,
            data=corps,
            headers={"Content-Type": "application/json", "X-Signature": "sha256=" + signature},
            timeout=timeout,
        )
    except Exception:
        return False
    return reponse.status_code // 100 == 2

# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.services = services
        self.webhook_url = webhook_url
        self.secret = secret
        self.timeout = timeout
        self.slow_ms = slow_ms
        self.history = []
        self.annonces = []

    def run_once(self):
        resultats = check_all(self.services, self.timeout, self.slow_ms)
        self.history += resultats
        en_panne = [r["name"] for r in resultats if r["status"] == "down"]
        nouveaux = [r for r in resultats if r["name"] in en_panne and r["name"] not in self.annonces]
        retablis = [name for name in self.annonces if name not in en_panne]
        if nouveaux or retablis:
            if send_alert(self.webhook_url, nouveaux, self.secret, retablis):
                self.annonces = en_panne
        return resultats

# %% bilan
def summarize(history):
    lignes = {}
    for name in {mesure["name"] for mesure in history}:
        mesures = [mesure for mesure in history if mesure["name"] == name]
        latences = pd.Series([m["latency_ms"] for m in mesures if m["latency_ms"] is not None], dtype=float)
        lignes[name] = {
            "availability": sum(m["status"] != "down" for m in mesures) / len(mesures),
            "median_ms": latences.median(),
            "p95_ms": latences.quantile(0.95),
        }
    return pd.DataFrame.from_dict(lignes, orient="index", columns=["availability", "median_ms", "p95_ms"])
