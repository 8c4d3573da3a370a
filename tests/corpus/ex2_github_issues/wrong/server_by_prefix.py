# mistake: same-server test done with startswith on the text, so https://api.github.com.evil.example (or :8443 / @evil) passes and gets the token
# question: lister
# says: comparez ses parties (urlsplit)
# blind: 20.0
# like: right/procedural_with_csv_and_json
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
        if adresse.startswith(base_url.split("/api/")[0]):
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
            if not suivante.startswith(base_url.split("/api/")[0]):
                raise ErreurListe(f"{repo} : la page suivante est sur un autre serveur")
        adresse = suivante
        parametres = None
    return list(connues.values())
