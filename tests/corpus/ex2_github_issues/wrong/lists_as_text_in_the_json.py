# mistake: lists are texts in the JSON
# question: exporter
# says: il faut une liste de textes, et non un texte
# like: right/beginner_in_french
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
    lignes = en_dictionnaires(table)
    for ligne in lignes:
        ligne["labels"] = ", ".join(ligne["labels"])
        ligne["assignees"] = ", ".join(ligne["assignees"])
    texte = json.dumps(lignes)
    ecrire(path, texte)

def load_json(path):
    fichier = open(path, encoding="utf-8")
    lignes = json.load(fichier)
    for ligne in lignes:
        ligne["labels"] = ligne["labels"].split(", ") if ligne["labels"] else []
        ligne["assignees"] = ligne["assignees"].split(", ") if ligne["assignees"] else []
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
