# mistake: a closed issue counts as modified
# question: synchroniser
# says: est dans closed, même si
# like: right/beginner_in_french
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
            if avant != ligne:
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
