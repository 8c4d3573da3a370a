# mistake: failed attempts are counted over the whole reading instead of per request, so two failures on page 1 and two on page 2 give up
# question: erreurs
# says: Les essais se comptent page par page
# blind: 19.83
# like: right/procedural_with_csv_and_json
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


def demander(repo, adresse, parametres, jeton, etag, base_url, timeout, compteur):
    """Envoie une requête, quatre fois au plus ; rend la réponse 200 ou 304, ou lève GitHubError."""
    while True:
        compteur["essais"] = compteur["essais"] + 1
        essai = compteur["essais"] - compteur["reussies"]
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
                compteur["reussies"] = compteur["reussies"] + 1
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
        if essai >= ESSAIS:
            if quand is not None:
                raise RateLimited(f"{repo} : limite de débit toujours atteinte après {ESSAIS} essais")
            if ennui is None:
                ennui = f"GitHub a répondu {code}"
            raise Unavailable(f"{repo} : {ennui} ({ESSAIS} essais)")
        if quand is not None:
            attendre_instant(quand)
        else:
            time.sleep(2 ** (essai - 1))


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
    compteur = {"essais": 0, "reussies": 0}
    while adresse is not None:
        if premiere:
            reponse = demander(repo, adresse, parametres, jeton, etag, base_url, timeout, compteur)
            if reponse.status_code == 304:
                return (None, etag)
            nouvel_etag = reponse.headers.get("ETag")
        else:
            reponse = demander(repo, adresse, None, jeton, None, base_url, timeout, compteur)
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
