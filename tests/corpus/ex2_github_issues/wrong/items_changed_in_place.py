# mistake: to_table patches the received dictionaries (fills in item["user"] for deleted accounts), though items must not be modified
# question: tableau
# says: a modifié la liste qu'elle a reçue
# blind: 19.67
# like: right/procedural_with_csv_and_json
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
        if item.get("user") is None:
            item["user"] = {"login": None}
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
