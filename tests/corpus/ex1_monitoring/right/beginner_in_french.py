# style: a beginner's verbose code: French identifiers, counters and indexes, one step a line
# %% latence
def timed_get(url, timeout=5):
    heure_debut = time.perf_counter()
    reponse = requests.get(url, timeout=timeout)
    heure_fin = time.perf_counter()
    duree_en_secondes = heure_fin - heure_debut
    duree_en_millisecondes = duree_en_secondes * 1000
    code_de_statut = reponse.status_code
    return code_de_statut, duree_en_millisecondes

# %% un-service
def check_service(name, url, timeout=5, slow_ms=1000):
    resultat = {}
    resultat["name"] = name
    resultat["url"] = url
    try:
        mesure = timed_get(url, timeout)
        code = mesure[0]
        latence = mesure[1]
        resultat["status_code"] = code
        resultat["latency_ms"] = latence
        if code >= 500 and code <= 599:
            resultat["status"] = "down"
            resultat["error"] = "erreur serveur " + str(code)
        elif code < 200 or code > 299:
            resultat["status"] = "degraded"
            resultat["error"] = "code inattendu " + str(code)
        else:
            if latence > slow_ms:
                resultat["status"] = "degraded"
                resultat["error"] = "trop lent : " + str(latence) + " ms"
            else:
                resultat["status"] = "up"
                resultat["error"] = None
    except Exception as erreur:
        resultat["status"] = "down"
        resultat["status_code"] = None
        resultat["latency_ms"] = None
        resultat["error"] = "panne : " + str(erreur)
    return resultat

# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    liste_des_resultats = []
    liste_des_noms = list(services.keys())
    i = 0
    while i < len(liste_des_noms):
        nom = liste_des_noms[i]
        resultat = check_service(nom, services[nom], timeout, slow_ms)
        liste_des_resultats.append(resultat)
        i = i + 1
    return liste_des_resultats

# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    services_en_panne = []
    for resultat in results:
        if resultat["status"] == "down":
            services_en_panne.append(resultat["name"])
    services_retablis = []
    for nom in recovered:
        services_retablis.append(nom)
    if services_en_panne == [] and services_retablis == []:
        return False
    message = {"down": services_en_panne, "recovered": services_retablis}
    texte = json.dumps(message)
    octets = texte.encode("utf-8")
    cle = secret.encode("utf-8")
    signature = hmac.new(cle, octets, hashlib.sha256).hexdigest()
    entetes = {}
    entetes["Content-Type"] = "application/json"
    entetes["X-Signature"] = "sha256=" + signature
    try:
        reponse = requests.post(webhook_url, data=octets, headers=entetes, timeout=timeout)
        if reponse.status_code >= 200 and reponse.status_code <= 299:
            return True
        else:
            return False
    except Exception:
        return False

# %% changements
class Monitor:
    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.services = services
        self.webhook_url = webhook_url
        self.secret = secret
        self.timeout = timeout
        self.slow_ms = slow_ms
        self.history = []
        self.deja_annonces = []

    def run_once(self):
        resultats = check_all(self.services, self.timeout, self.slow_ms)
        for resultat in resultats:
            self.history.append(resultat)
        a_annoncer = []
        retablis = []
        for resultat in resultats:
            nom = resultat["name"]
            if resultat["status"] == "down" and nom not in self.deja_annonces:
                a_annoncer.append(resultat)
            if resultat["status"] != "down" and nom in self.deja_annonces:
                retablis.append(nom)
        envoye = send_alert(self.webhook_url, a_annoncer, self.secret, retablis, self.timeout)
        if envoye == True:
            for resultat in a_annoncer:
                self.deja_annonces.append(resultat["name"])
            for nom in retablis:
                self.deja_annonces.remove(nom)
        return resultats

# %% bilan
def summarize(history):
    noms = []
    for mesure in history:
        if mesure["name"] not in noms:
            noms.append(mesure["name"])
    disponibilites = []
    medianes = []
    centiles = []
    for nom in noms:
        nombre_de_mesures = 0
        nombre_disponible = 0
        latences = []
        for mesure in history:
            if mesure["name"] == nom:
                nombre_de_mesures = nombre_de_mesures + 1
                if mesure["status"] != "down":
                    nombre_disponible = nombre_disponible + 1
                if mesure["latency_ms"] is not None:
                    latences.append(mesure["latency_ms"])
        disponibilites.append(nombre_disponible / nombre_de_mesures)
        if len(latences) == 0:
            medianes.append(float("nan"))
            centiles.append(float("nan"))
        else:
            serie = pd.Series(latences)
            medianes.append(serie.median())
            centiles.append(serie.quantile(0.95))
    tableau = pd.DataFrame()
    tableau["availability"] = disponibilites
    tableau["median_ms"] = medianes
    tableau["p95_ms"] = centiles
    tableau.index = noms
    return tableau
