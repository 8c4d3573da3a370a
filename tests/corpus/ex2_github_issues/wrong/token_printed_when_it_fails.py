# mistake: prints the request's headers when the answer is an error
# question: lister
# says: jeton apparaît
# like: right/beginner_in_french
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
            print("Requête refusée :", entetes)
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
