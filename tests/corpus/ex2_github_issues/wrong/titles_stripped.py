# mistake: strips the titles
# question: tableau
# says: les espaces ou
# like: right/beginner_in_french
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
            titres.append(element["title"].strip())
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
