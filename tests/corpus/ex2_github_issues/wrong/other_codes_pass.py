# mistake: a code nobody thought of is read as an answer
# question: erreurs
# says: a répondu 203
# like: right/beginner_in_french
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
            return reponse

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
