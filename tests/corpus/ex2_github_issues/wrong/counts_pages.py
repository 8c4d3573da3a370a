# mistake: counts pages 1, 2, 3… until an empty one, instead of following Link
# question: lister
# says: comptez les pages
# like: right/beginner_in_french
# %% lister
def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    jeton = token.strip()
    entetes = {}
    entetes["Authorization"] = "token " + jeton
    entetes["Accept"] = "application/vnd.github+json"
    entetes["X-GitHub-Api-Version"] = "2022-11-28"
    adresse = base_url + "/repos/" + repo + "/issues"
    parametres = {"per_page": "100", "state": "open", "page": 1}
    resultat = []
    encore = True
    while encore:
        morceaux = adresse.split("/")
        morceaux_base = base_url.split("/")
        if morceaux[0] != morceaux_base[0] or morceaux[2] != morceaux_base[2]:
            raise Exception("La page suivante est sur un autre serveur")
        reponse = requests.get(adresse, params=parametres, headers=entetes, timeout=timeout)
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
        parametres["page"] = parametres["page"] + 1
        if len(reponse.json()) == 0:
            encore = False
    return resultat
