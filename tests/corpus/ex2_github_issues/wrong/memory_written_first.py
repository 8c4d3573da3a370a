# mistake: the remembered bound and etag are written before the two files, so a failed write of issues.json loses the changes for good
# question: synchroniser
# says: est écrit avant issues.csv
# blind: 19.75
# like: right/procedural_with_csv_and_json
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
        if os.path.exists(chemin_etat):
            with open(chemin_etat, encoding="utf-8") as fichier:
                etat = json.load(fichier)
            if etat["plus_recent"] is not None:
                since = instant(etat["plus_recent"])
            if etat["since"] == etat["plus_recent"]:
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

    # 4. les fichiers
    lignes = []
    for numero in sorted(connues):
        lignes.append(connues[numero])
    table = lignes_vers_table(lignes)
    etat = {"since": None, "plus_recent": None, "etag": nouvel_etag}
    if since is not None:
        etat["since"] = since.isoformat()
    if len(table) > 0:
        etat["plus_recent"] = table["updated_at"].max().to_pydatetime().isoformat()
    write_atomically(chemin_etat, json.dumps(etat))
    export_json(table, chemin_json)
    export_csv(table, chemin_csv)
    return bilan
