# style: old Unix hand; procedural, plain functions, while loops and explicit dictionaries, French names, no comprehension, json/csv/tempfile/os, requests.exceptions caught one by one, hand-written retry loop with time.sleep
# blind: 20.0
# %% lister
import re
from urllib.parse import urljoin


class ErreurListe(Exception):
    """La liste des issues n'a pas pu être lue."""


def origine(adresse):
    """Rend (protocole, hôte, port) ; None si l'adresse est bizarre."""
    if "\\" in adresse or re.search(r"[\s\x00-\x1f]", adresse):
        return None
    try:
        morceaux = urlsplit(adresse)
        port = morceaux.port
    except ValueError:
        return None
    protocole = morceaux.scheme.lower()
    if port is None:
        ports = {"http": 80, "https": 443}
        port = ports.get(protocole)
    return (protocole, morceaux.hostname, port)


def nettoyer_jeton(token):
    """Retire les blancs autour ; refuse un jeton qui ne tient pas dans un en-tête, sans le citer."""
    jeton = token.strip()
    if not jeton.isascii() or not jeton.isprintable():
        return None
    return jeton


def lien_suivant(entete):
    """Cherche l'adresse de rel="next" dans un en-tête Link ; rend None s'il n'y en a pas."""
    if not entete:
        return None
    position = 0
    while True:
        trouve = re.compile(r'<([^>]*)>((?:"[^"]*"|[^,"])*)').search(entete, position)
        if trouve is None:
            return None
        relation = re.search(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))', trouve.group(2), re.IGNORECASE)
        if relation is not None:
            noms = (relation.group(1) or relation.group(2) or "").lower().split()
            if "next" in noms:
                return trouve.group(1).strip()
        position = trouve.end()


def envoyer(adresse, parametres, jeton, base_url, timeout, etag=None):
    """Un GET, redirections suivies à la main : le jeton ne part que vers le serveur de base_url."""
    sauts = 0
    while True:
        entetes = {
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        if etag is not None:
            entetes["If-None-Match"] = etag
        autorisation = None
        if origine(adresse) == origine(base_url):
            # par une fonction : un ~/.netrc ne remplace pas l'en-tête
            def autorisation(requete):
                requete.headers["Authorization"] = "Bearer " + jeton
                return requete
        reponse = requests.get(
            adresse,
            params=parametres,
            headers=entetes,
            auth=autorisation,
            timeout=timeout,
            allow_redirects=False,
        )
        if not reponse.is_redirect:
            return reponse
        sauts = sauts + 1
        if sauts > 10:
            raise requests.exceptions.TooManyRedirects("trop de redirections")
        cible = requests.Session().get_redirect_target(reponse)
        adresse = urljoin(reponse.url, cible)
        parametres = None


def instant(texte):
    """Rend le datetime d'une date de GitHub."""
    return datetime.fromisoformat(texte)


def retenir(connues, issue):
    """Range une issue par numéro ; la version la plus récente l'emporte."""
    numero = issue["number"]
    ancienne = connues.get(numero)
    if ancienne is None or instant(issue["updated_at"]) >= instant(ancienne["updated_at"]):
        connues[numero] = issue


def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    """Rend toutes les issues ouvertes d'un dépôt, pull requests comprises."""
    jeton = nettoyer_jeton(token)
    if jeton is None:
        raise ErreurListe("le jeton contient un caractère interdit")
    adresse = f"{base_url}/repos/{repo}/issues"
    parametres = {"state": "open", "per_page": "100"}
    connues = {}
    while adresse is not None:
        ennui = None
        reponse = None
        page = None
        try:
            reponse = envoyer(adresse, parametres, jeton, base_url, timeout)
        except requests.exceptions.Timeout:
            ennui = "délai dépassé"
        except requests.exceptions.ConnectionError:
            ennui = "connexion impossible ou coupée"
        except requests.exceptions.ChunkedEncodingError:
            ennui = "réponse coupée au milieu"
        except requests.exceptions.RequestException as erreur:
            ennui = "requête impossible (" + type(erreur).__name__ + ")"
        # on lève hors du « except » : l'exception d'origine n'est pas attachée
        if ennui is not None:
            raise ErreurListe(f"{repo} : {ennui}")
        if reponse.status_code != 200:
            raise ErreurListe(f"{repo} : GitHub a répondu {reponse.status_code}")
        try:
            page = reponse.json()
        except ValueError:
            ennui = "la réponse n'est pas du JSON"
        if ennui is None and not isinstance(page, list):
            ennui = "la réponse n'est pas une liste"
        if ennui is not None:
            raise ErreurListe(f"{repo} : {ennui}")
        i = 0
        while i < len(page):
            retenir(connues, page[i])
            i = i + 1
        suivante = lien_suivant(reponse.headers.get("Link"))
        if suivante is not None:
            if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", suivante):
                suivante = urljoin(reponse.url, suivante)
            if origine(suivante) != origine(base_url):
                raise ErreurListe(f"{repo} : la page suivante est sur un autre serveur")
        adresse = suivante
        parametres = None
    return list(connues.values())

# %% tableau
COLONNES_ENTIERS = ["number", "comments"]
COLONNES_TEXTES = ["title", "state", "author", "body", "url"]
COLONNES_LISTES = ["labels", "assignees"]
COLONNES_DATES = ["created_at", "updated_at", "closed_at"]
COLONNES = [
    "number", "title", "state", "author", "labels", "assignees",
    "comments", "created_at", "updated_at", "closed_at", "body", "url",
]


def lignes_vers_table(lignes):
    """Fait le DataFrame à partir de dictionnaires (dates en texte ISO 8601, absent = None)."""
    contenu = {}
    for colonne in COLONNES:
        valeurs = []
        for ligne in lignes:
            valeurs.append(ligne[colonne])
        if colonne in COLONNES_ENTIERS:
            contenu[colonne] = pd.Series(valeurs, dtype="int64")
        elif colonne in COLONNES_DATES:
            contenu[colonne] = pd.Series(pd.to_datetime(valeurs, utc=True, format="ISO8601"))
        else:
            contenu[colonne] = pd.Series(valeurs, dtype=object)
    return pd.DataFrame(contenu, columns=COLONNES)


def to_table(items):
    """Rend un tableau des issues, pull requests exclues."""
    lignes = []
    for item in items:
        if "pull_request" in item:
            continue
        auteur = None
        if item.get("user") is not None:
            auteur = item["user"]["login"]
        etiquettes = []
        for etiquette in item.get("labels") or []:
            if isinstance(etiquette, str):
                etiquettes.append(etiquette)
            else:
                etiquettes.append(etiquette["name"])
        personnes = []
        for personne in item.get("assignees") or []:
            personnes.append(personne["login"])
        ligne = {}
        ligne["number"] = item["number"]
        ligne["title"] = item["title"]
        ligne["state"] = item["state"]
        ligne["author"] = auteur
        ligne["labels"] = etiquettes
        ligne["assignees"] = personnes
        ligne["comments"] = item["comments"]
        ligne["created_at"] = item["created_at"]
        ligne["updated_at"] = item["updated_at"]
        ligne["closed_at"] = item.get("closed_at")
        ligne["body"] = item.get("body")
        ligne["url"] = item["html_url"]
        lignes.append(ligne)
    return lignes_vers_table(lignes)

# %% exporter
import stat
import sys


def write_atomically(path, text):
    """Écrit un texte en UTF-8 : le fichier entier, ou rien."""
    octets = text.encode("utf-8")
    dossier = os.path.dirname(path) or "."
    droits = 0o644
    if os.path.exists(path):
        droits = stat.S_IMODE(os.stat(path).st_mode)
    descripteur, provisoire = tempfile.mkstemp(dir=dossier, prefix=".provisoire-", suffix=".tmp")
    fini = False
    try:
        with os.fdopen(descripteur, "wb") as fichier:
            fichier.write(octets)
            fichier.flush()
            os.fsync(fichier.fileno())
        os.chmod(provisoire, droits)
        os.replace(provisoire, path)
        fini = True
    finally:
        if not fini:
            os.unlink(provisoire)


def est_absent(valeur):
    """Vrai pour None, NaN, NaT et NA."""
    if valeur is None or valeur is pd.NaT or valeur is pd.NA:
        return True
    return isinstance(valeur, float) and valeur != valeur


def table_vers_lignes(table):
    """Le contraire de lignes_vers_table : des dictionnaires de valeurs simples."""
    colonnes = {}
    for colonne in COLONNES:
        colonnes[colonne] = table[colonne].tolist()
    lignes = []
    i = 0
    while i < len(table):
        ligne = {}
        for colonne in COLONNES:
            valeur = colonnes[colonne][i]
            if colonne in COLONNES_LISTES:
                ligne[colonne] = list(valeur)
            elif est_absent(valeur):
                ligne[colonne] = None
            elif colonne in COLONNES_DATES:
                ligne[colonne] = valeur.isoformat().replace("+00:00", "Z")
            elif colonne in COLONNES_ENTIERS:
                ligne[colonne] = int(valeur)
            elif isinstance(valeur, str):
                ligne[colonne] = str(valeur)
            else:
                raise TypeError(f"colonne {colonne} : {type(valeur).__name__} n'est pas un texte")
            if colonne in COLONNES_LISTES:
                for nom in ligne[colonne]:
                    if not isinstance(nom, str):
                        raise TypeError(f"colonne {colonne} : {type(nom).__name__} n'est pas un texte")
        lignes.append(ligne)
        i = i + 1
    return lignes


def export_json(table, path):
    """Écrit le tableau en JSON."""
    lignes = table_vers_lignes(table)
    write_atomically(path, json.dumps(lignes, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def load_json(path):
    """Rend le tableau qu'un fichier JSON contient."""
    with open(path, encoding="utf-8", newline="") as fichier:
        lignes = json.load(fichier)
    return lignes_vers_table(lignes)


def export_csv(table, path):
    """Écrit le tableau en CSV."""
    lignes = table_vers_lignes(table)
    tampon = io.StringIO(newline="")
    scribe = csv.writer(tampon)
    scribe.writerow(COLONNES)
    for ligne in lignes:
        champs = []
        for colonne in COLONNES:
            valeur = ligne[colonne]
            if valeur is None:
                champ = ""
            elif colonne in COLONNES_LISTES:
                champ = json.dumps(valeur, ensure_ascii=False)
            elif colonne in COLONNES_TEXTES:
                champ = valeur
                if champ == "" or champ[0] in "=+-@'\t":
                    champ = "'" + champ
            else:
                champ = str(valeur)
            champs.append(champ)
        scribe.writerow(champs)
    write_atomically(path, tampon.getvalue())


def load_csv(path):
    """Rend le tableau qu'un fichier CSV contient."""
    ancienne_limite = csv.field_size_limit(2**31 - 1)
    lignes = []
    try:
        with open(path, encoding="utf-8", newline="") as fichier:
            lecteur = csv.DictReader(fichier)
            for champs in lecteur:
                ligne = {}
                for colonne in COLONNES:
                    champ = champs[colonne]
                    if colonne in COLONNES_LISTES:
                        ligne[colonne] = json.loads(champ)
                    elif champ == "":
                        ligne[colonne] = None
                    elif colonne in COLONNES_ENTIERS:
                        ligne[colonne] = int(champ)
                    elif colonne in COLONNES_TEXTES and champ[0] == "'":
                        ligne[colonne] = champ[1:]
                    else:
                        ligne[colonne] = champ
                lignes.append(ligne)
    finally:
        csv.field_size_limit(ancienne_limite)
    return lignes_vers_table(lignes)

# %% erreurs
from email.utils import parsedate_to_datetime

ESSAIS = 4
MARGE = 0.2


def secondes_a_attendre(reponse):
    """Pour une limite de débit, rend l'instant (time.time()) où réessayer ; None sinon."""
    apres = reponse.headers.get("Retry-After")
    if apres is not None:
        try:
            return time.time() + max(0.0, float(apres))
        except ValueError:
            pass
        try:
            return parsedate_to_datetime(apres).timestamp()
        except (ValueError, TypeError):
            return None
    if reponse.headers.get("X-RateLimit-Remaining", "").strip() == "0":
        try:
            return float(reponse.headers.get("X-RateLimit-Reset", ""))
        except ValueError:
            return None
    return None


def attendre_instant(quand):
    """Dort jusqu'à l'instant donné ; ne dort pas s'il est passé."""
    reste = quand - time.time()
    if reste > 0:
        time.sleep(reste + MARGE)
    while time.time() < quand:
        time.sleep(MARGE)


def demander(repo, adresse, parametres, jeton, etag, base_url, timeout):
    """Envoie une requête, quatre fois au plus ; rend la réponse 200 ou 304, ou lève GitHubError."""
    essai = 1
    while True:
        ennui = None
        reponse = None
        refus = None
        try:
            reponse = envoyer(adresse, parametres, jeton, base_url, timeout, etag)
        except requests.exceptions.Timeout:
            ennui = "délai dépassé"
        except requests.exceptions.ConnectionError:
            ennui = "connexion refusée ou fermée"
        except requests.exceptions.ChunkedEncodingError:
            ennui = "connexion fermée au milieu de la réponse"
        except requests.exceptions.TooManyRedirects:
            refus = GitHubError(f"{repo} : trop de redirections")
        except requests.exceptions.ContentDecodingError:
            refus = BadAnswer(f"{repo} : réponse mal compressée")
        except requests.exceptions.RequestException as erreur:
            refus = GitHubError(f"{repo} : requête impossible ({type(erreur).__name__})")
        # tout se lève ici, hors du « except » : rien de l'exception d'origine ne suit
        if refus is not None:
            raise refus
        quand = None
        if ennui is None:
            code = reponse.status_code
            if code == 200 or (code == 304 and etag is not None):
                return reponse
            if code == 401:
                raise BadToken("GitHub refuse le jeton (401)")
            if code == 404:
                raise NotFound(f"{repo} : dépôt inconnu, ou invisible avec ce jeton (404)")
            if code in (403, 429):
                quand = secondes_a_attendre(reponse)
                if quand is None and code == 403:
                    raise Forbidden(f"{repo} : interdit avec ce jeton (403)")
                if quand is None:
                    raise GitHubError(f"{repo} : GitHub a répondu 429 sans dire quand revenir")
            elif code not in (500, 502, 503, 504):
                raise GitHubError(f"{repo} : GitHub a répondu {code}")
        if essai == ESSAIS:
            if quand is not None:
                raise RateLimited(f"{repo} : limite de débit toujours atteinte après {ESSAIS} essais")
            if ennui is None:
                ennui = f"GitHub a répondu {code}"
            raise Unavailable(f"{repo} : {ennui} ({ESSAIS} essais)")
        if quand is not None:
            attendre_instant(quand)
        else:
            time.sleep(2 ** (essai - 1))
        essai = essai + 1


def lire_page(repo, reponse):
    """Rend la liste d'objets d'une réponse 200, ou lève BadAnswer."""
    page = None
    lisible = True
    try:
        page = reponse.json()
    except ValueError:
        lisible = False
    if not lisible:
        raise BadAnswer(f"{repo} : la réponse n'est pas du JSON")
    if not isinstance(page, list):
        raise BadAnswer(f"{repo} : la réponse n'est pas une liste")
    for issue in page:
        if not isinstance(issue, dict):
            raise BadAnswer(f"{repo} : la réponse n'est pas une liste d'objets")
        if "number" not in issue or "updated_at" not in issue:
            raise BadAnswer(f"{repo} : la réponse n'est pas une liste d'issues")
    return page


def fetch_changes(repo, token, since=None, etag=None, base_url="https://api.github.com", timeout=10):
    """Rend (items, etag) : ce qui a changé depuis since, ou None si rien n'a changé depuis etag."""
    jeton = nettoyer_jeton(token)
    if jeton is None:
        raise BadToken("le jeton contient un caractère interdit")
    adresse = f"{base_url}/repos/{repo}/issues"
    parametres = {"state": "all", "sort": "updated", "direction": "desc", "per_page": "100"}
    if since is not None:
        if since.tzinfo is None:
            since = since.replace(tzinfo=UTC)
        parametres["since"] = since.astimezone(UTC).isoformat().replace("+00:00", "Z")
    connues = {}
    nouvel_etag = None
    premiere = True
    while adresse is not None:
        if premiere:
            reponse = demander(repo, adresse, parametres, jeton, etag, base_url, timeout)
            if reponse.status_code == 304:
                return (None, etag)
            nouvel_etag = reponse.headers.get("ETag")
        else:
            reponse = demander(repo, adresse, None, jeton, None, base_url, timeout)
        premiere = False
        page = lire_page(repo, reponse)
        for issue in page:
            retenir(connues, issue)
        suivante = lien_suivant(reponse.headers.get("Link"))
        if suivante is not None:
            if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", suivante):
                suivante = urljoin(reponse.url, suivante)
            if origine(suivante) != origine(base_url):
                raise BadAnswer(f"{repo} : la page suivante est sur un autre serveur")
        adresse = suivante
    return (list(connues.values()), nouvel_etag)

# %% synchroniser
def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    """Met à jour le dossier et rend les numéros des issues ajoutées, modifiées et fermées."""
    chemin_json = os.path.join(folder, "issues.json")
    chemin_csv = os.path.join(folder, "issues.csv")
    chemin_etat = os.path.join(folder, "etat.json")

    # 1. ce que l'on sait déjà
    connues = {}
    since = None
    etag = None
    if os.path.exists(chemin_json):
        ancienne_table = load_json(chemin_json)
        for ligne in table_vers_lignes(ancienne_table):
            connues[ligne["number"]] = ligne
        if len(ancienne_table) > 0:
            since = ancienne_table["updated_at"].max().to_pydatetime()
        if os.path.exists(chemin_etat):
            with open(chemin_etat, encoding="utf-8") as fichier:
                etat = json.load(fichier)
            borne = None
            if since is not None:
                borne = since.isoformat()
            if etat["since"] == borne:
                etag = etat["etag"]

    # 2. ce qui a changé
    items, nouvel_etag = fetch_changes(repo, token, since, etag, base_url, timeout)
    if items is None:
        items = []

    # 3. le bilan
    bilan = {"added": [], "updated": [], "closed": []}
    for ligne in table_vers_lignes(to_table(items)):
        numero = ligne["number"]
        ancienne = connues.get(numero)
        if ancienne is None:
            bilan["added"].append(numero)
        elif ancienne["state"] == "open" and ligne["state"] == "closed":
            bilan["closed"].append(numero)
        elif ancienne != ligne:
            bilan["updated"].append(numero)
        connues[numero] = ligne
    bilan["added"].sort()
    bilan["updated"].sort()
    bilan["closed"].sort()

    # 4. les fichiers : le CSV, puis le JSON qui sert de mémoire, puis l'état en dernier
    lignes = []
    for numero in sorted(connues):
        lignes.append(connues[numero])
    table = lignes_vers_table(lignes)
    export_csv(table, chemin_csv)
    export_json(table, chemin_json)
    etat = {"since": None, "etag": nouvel_etag}
    if since is not None:
        etat["since"] = since.isoformat()
    write_atomically(chemin_etat, json.dumps(etat))
    return bilan
