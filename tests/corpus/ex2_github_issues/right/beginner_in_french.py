# style: a beginner's verbose code: French identifiers, one step a line, copied loops
# %% lister
def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    jeton = token.strip()
    entetes = {}
    entetes["Authorization"] = "token " + jeton
    entetes["Accept"] = "application/vnd.github+json"
    entetes["X-GitHub-Api-Version"] = "2022-11-28"
    adresse = base_url + "/repos/" + repo + "/issues"
    parametres = {"per_page": "100", "state": "open"}
    resultat = []
    encore = True
    while encore:
        morceaux = adresse.split("/")
        morceaux_base = base_url.split("/")
        if morceaux[0] != morceaux_base[0] or morceaux[2] != morceaux_base[2]:
            raise Exception("La page suivante est sur un autre serveur")
        reponse = requests.get(adresse, params=parametres, headers=entetes, timeout=timeout)
        parametres = None
        if reponse.status_code != 200:
            raise Exception("Erreur " + str(reponse.status_code))
        for element in reponse.json():
            trouve = False
            for i in range(len(resultat)):
                if resultat[i]["number"] == element["number"]:
                    trouve = True
                    if element["updated_at"] > resultat[i]["updated_at"]:
                        resultat[i] = element
            if not trouve:
                resultat.append(element)
        if "next" in reponse.links:
            adresse = reponse.links["next"]["url"]
        else:
            encore = False
    return resultat

# %% tableau
def to_table(items):
    numeros = []
    titres = []
    etats = []
    auteurs = []
    etiquettes = []
    personnes = []
    commentaires = []
    creations = []
    modifications = []
    fermetures = []
    textes = []
    adresses = []
    for element in items:
        if "pull_request" not in element:
            numeros.append(element["number"])
            titres.append(element["title"])
            etats.append(element["state"])
            if element["user"] is None:
                auteurs.append(None)
            else:
                auteurs.append(element["user"]["login"])
            noms = []
            for etiquette in element["labels"]:
                noms.append(etiquette["name"])
            etiquettes.append(noms)
            identifiants = []
            for personne in element["assignees"]:
                identifiants.append(personne["login"])
            personnes.append(identifiants)
            commentaires.append(element["comments"])
            creations.append(element["created_at"])
            modifications.append(element["updated_at"])
            fermetures.append(element["closed_at"])
            textes.append(element["body"])
            adresses.append(element["html_url"])
    tableau = pd.DataFrame()
    tableau["number"] = pd.array(numeros, dtype="int64")
    tableau["title"] = titres
    tableau["state"] = etats
    tableau["author"] = auteurs
    tableau["labels"] = etiquettes
    tableau["assignees"] = personnes
    tableau["comments"] = pd.array(commentaires, dtype="int64")
    tableau["created_at"] = pd.to_datetime(creations, utc=True)
    tableau["updated_at"] = pd.to_datetime(modifications, utc=True)
    tableau["closed_at"] = pd.to_datetime(fermetures, utc=True)
    tableau["body"] = textes
    tableau["url"] = adresses
    return tableau

# %% exporter
def ecrire(path, texte):
    provisoire = path + ".provisoire"
    try:
        fichier = open(provisoire, "wb")
        try:
            fichier.write(texte.encode("utf-8"))
        finally:
            fichier.close()
        os.replace(provisoire, path)
    except:
        if os.path.exists(provisoire):
            os.remove(provisoire)
        raise

def en_dictionnaires(table):
    lignes = []
    for numero_de_ligne in range(len(table)):
        ligne = table.iloc[numero_de_ligne]
        dictionnaire = {}
        dictionnaire["number"] = int(ligne["number"])
        dictionnaire["comments"] = int(ligne["comments"])
        dictionnaire["labels"] = list(ligne["labels"])
        dictionnaire["assignees"] = list(ligne["assignees"])
        for colonne in ["title", "state", "author", "body", "url"]:
            if pd.isna(ligne[colonne]):
                dictionnaire[colonne] = None
            else:
                dictionnaire[colonne] = ligne[colonne]
        for colonne in ["created_at", "updated_at", "closed_at"]:
            if pd.isna(ligne[colonne]):
                dictionnaire[colonne] = None
            else:
                dictionnaire[colonne] = str(ligne[colonne])
        lignes.append(dictionnaire)
    return lignes

def en_tableau(lignes):
    elements = []
    for ligne in lignes:
        element = {}
        element["number"] = int(ligne["number"])
        element["comments"] = int(ligne["comments"])
        element["title"] = ligne["title"]
        element["state"] = ligne["state"]
        if ligne["author"] is None:
            element["user"] = None
        else:
            element["user"] = {"login": ligne["author"]}
        element["labels"] = [{"name": nom} for nom in ligne["labels"]]
        element["assignees"] = [{"login": nom} for nom in ligne["assignees"]]
        element["created_at"] = ligne["created_at"]
        element["updated_at"] = ligne["updated_at"]
        element["closed_at"] = ligne["closed_at"]
        element["body"] = ligne["body"]
        element["html_url"] = ligne["url"]
        elements.append(element)
    return to_table(elements)

def export_json(table, path):
    texte = json.dumps(en_dictionnaires(table))
    ecrire(path, texte)

def load_json(path):
    fichier = open(path, encoding="utf-8")
    lignes = json.load(fichier)
    fichier.close()
    return en_tableau(lignes)

def export_csv(table, path):
    colonnes = list(table.columns)
    tampon = io.StringIO(newline="")
    redacteur = csv.writer(tampon)
    redacteur.writerow(colonnes)
    for ligne in en_dictionnaires(table):
        champs = []
        for colonne in colonnes:
            valeur = ligne[colonne]
            if valeur is None:
                champs.append("")
            elif colonne == "labels" or colonne == "assignees":
                champs.append(json.dumps(valeur))
            elif colonne == "number" or colonne == "comments":
                champs.append(str(valeur))
            elif valeur == "":
                champs.append("'")
            elif valeur[0] in ["=", "+", "-", "@", "'", "\t"]:
                champs.append("'" + valeur)
            else:
                champs.append(valeur)
        redacteur.writerow(champs)
    ecrire(path, tampon.getvalue())

def load_csv(path):
    fichier = open(path, "r", encoding="utf-8", newline="")
    lignes = []
    for ligne in csv.DictReader(fichier):
        for colonne in ligne:
            valeur = ligne[colonne]
            if valeur == "":
                ligne[colonne] = None
            elif colonne == "labels" or colonne == "assignees":
                ligne[colonne] = json.loads(valeur)
            elif valeur[0] == "'":
                ligne[colonne] = valeur[1:]
        lignes.append(ligne)
    fichier.close()
    return en_tableau(lignes)

# %% erreurs
def demander(adresse, parametres, entetes, timeout):
    for essai in [1, 2, 3, 4]:
        try:
            reponse = requests.get(adresse, params=parametres, headers=entetes, timeout=timeout)
        except requests.exceptions.RequestException:
            reponse = None
        if reponse is None:
            raise Unavailable("GitHub ne répond pas")
        code = reponse.status_code
        if code == 200:
            return reponse
        elif code == 304:
            return reponse
        elif code == 401:
            raise BadToken("Jeton refusé")
        elif code == 404:
            raise NotFound("Dépôt introuvable")
        elif code == 403 or code == 429:
            if "Retry-After" in reponse.headers:
                attente = int(reponse.headers["Retry-After"])
            elif reponse.headers.get("X-RateLimit-Remaining", "") == "0":
                maintenant = datetime.now(UTC).timestamp()
                attente = int(reponse.headers["X-RateLimit-Reset"]) - maintenant
                if attente < 0:
                    attente = 0
            elif code == 403:
                raise Forbidden("Interdit")
            else:
                raise GitHubError("Erreur 429")
            if essai == 4:
                raise RateLimited("Limite toujours atteinte")
            time.sleep(attente)
        elif code == 500 or code == 502 or code == 503 or code == 504:
            if essai == 4:
                raise Unavailable("GitHub est en panne")
            time.sleep(2)
        else:
            raise GitHubError("Erreur " + str(code))

def lire_la_page(reponse):
    try:
        elements = json.loads(reponse.content)
    except ValueError:
        elements = None
    if not isinstance(elements, list):
        raise BadAnswer("Ce n'est pas une liste en JSON")
    for element in elements:
        if not isinstance(element, dict):
            raise BadAnswer("Ce n'est pas une liste d'objets")
    return elements

def fetch_changes(repo, token, since=None, etag=None, base_url="https://api.github.com", timeout=10):
    entetes = {}
    entetes["Authorization"] = "Bearer " + token.strip()
    entetes["Accept"] = "application/vnd.github+json"
    entetes["X-GitHub-Api-Version"] = "2022-11-28"
    if etag is not None:
        entetes["If-None-Match"] = etag
    parametres = {"state": "all", "sort": "updated", "direction": "desc", "per_page": "100"}
    if since is not None:
        parametres["since"] = since.isoformat()
    reponse = demander(base_url + "/repos/" + repo + "/issues", parametres, entetes, timeout)
    if reponse.status_code == 304:
        return None, etag
    etag_recu = reponse.headers.get("ETag")
    if "If-None-Match" in entetes:
        del entetes["If-None-Match"]
    par_numero = {}
    while True:
        for element in lire_la_page(reponse):
            numero = element["number"]
            if numero in par_numero:
                if element["updated_at"] > par_numero[numero]["updated_at"]:
                    par_numero[numero] = element
            else:
                par_numero[numero] = element
        if "next" not in reponse.links:
            break
        adresse = reponse.links["next"]["url"]
        if urlsplit(adresse).scheme != urlsplit(base_url).scheme:
            raise BadAnswer("Autre protocole")
        if urlsplit(adresse).netloc != urlsplit(base_url).netloc:
            raise BadAnswer("Autre serveur")
        reponse = demander(adresse, None, entetes, timeout)
    return list(par_numero.values()), etag_recu

# %% synchroniser
def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    chemin_json = os.path.join(folder, "issues.json")
    chemin_csv = os.path.join(folder, "issues.csv")
    chemin_memoire = os.path.join(folder, "memoire.txt")
    anciennes = {}
    derniere_date = ""
    etag = None
    if os.path.exists(chemin_memoire):
        fichier = open(chemin_memoire, encoding="utf-8")
        memoire = fichier.read().split("\n")
        fichier.close()
        derniere_date = memoire[0]
        if memoire[1] != "":
            etag = memoire[1]
        for ligne in en_dictionnaires(load_json(chemin_json)):
            anciennes[ligne["number"]] = ligne
    if derniere_date == "":
        since = None
    else:
        since = datetime.strptime(derniere_date, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    elements, nouvel_etag = fetch_changes(repo, token, since, etag, base_url, timeout)
    bilan = {"added": [], "updated": [], "closed": []}
    if elements is None:
        return bilan
    for ligne in en_dictionnaires(to_table(elements)):
        numero = ligne["number"]
        if numero not in anciennes:
            bilan["added"].append(numero)
        else:
            avant = anciennes[numero]
            if avant["state"] == "open" and ligne["state"] == "closed":
                bilan["closed"].append(numero)
            elif avant != ligne:
                bilan["updated"].append(numero)
        anciennes[numero] = ligne
    bilan["added"].sort()
    bilan["updated"].sort()
    bilan["closed"].sort()
    nouveau_tableau = en_tableau(list(anciennes.values()))
    export_json(nouveau_tableau, chemin_json)
    export_csv(nouveau_tableau, chemin_csv)
    nouvelle_date = derniere_date
    for element in elements:
        if element["updated_at"] > nouvelle_date:
            nouvelle_date = element["updated_at"]
    if nouvelle_date != derniere_date or nouvel_etag is None:
        nouvel_etag = ""
    ecrire(chemin_memoire, nouvelle_date + "\n" + nouvel_etag)
    return bilan
