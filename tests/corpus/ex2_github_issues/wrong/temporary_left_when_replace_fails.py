# mistake: os.replace is outside the try, so the temporary file stays behind when the rename fails
# question: exporter
# says: laisse un fichier provisoire
# blind: 20.0
# like: right/procedural_with_csv_and_json
# %% exporter
import stat
import sys


def write_atomically(path, text):
    """Écrit un texte en UTF-8 : le fichier entier, ou rien."""
    octets = text.encode("utf-8")
    dossier = os.path.dirname(path) or "."
    droits = 0o644
    if os.path.exists(path):
        droits = stat.S_IMODE(os.stat(path).st_mode)
    descripteur, provisoire = tempfile.mkstemp(dir=dossier, prefix=".provisoire-", suffix=".tmp")
    fini = False
    try:
        with os.fdopen(descripteur, "wb") as fichier:
            fichier.write(octets)
            fichier.flush()
            os.fsync(fichier.fileno())
        fini = True
    finally:
        if not fini:
            os.unlink(provisoire)
    os.chmod(provisoire, droits)
    os.replace(provisoire, path)


def est_absent(valeur):
    """Vrai pour None, NaN, NaT et NA."""
    if valeur is None or valeur is pd.NaT or valeur is pd.NA:
        return True
    return isinstance(valeur, float) and valeur != valeur


def table_vers_lignes(table):
    """Le contraire de lignes_vers_table : des dictionnaires de valeurs simples."""
    colonnes = {}
    for colonne in COLONNES:
        colonnes[colonne] = table[colonne].tolist()
    lignes = []
    i = 0
    while i < len(table):
        ligne = {}
        for colonne in COLONNES:
            valeur = colonnes[colonne][i]
            if colonne in COLONNES_LISTES:
                ligne[colonne] = list(valeur)
            elif est_absent(valeur):
                ligne[colonne] = None
            elif colonne in COLONNES_DATES:
                ligne[colonne] = valeur.isoformat().replace("+00:00", "Z")
            elif colonne in COLONNES_ENTIERS:
                ligne[colonne] = int(valeur)
            elif isinstance(valeur, str):
                ligne[colonne] = str(valeur)
            else:
                raise TypeError(f"colonne {colonne} : {type(valeur).__name__} n'est pas un texte")
            if colonne in COLONNES_LISTES:
                for nom in ligne[colonne]:
                    if not isinstance(nom, str):
                        raise TypeError(f"colonne {colonne} : {type(nom).__name__} n'est pas un texte")
        lignes.append(ligne)
        i = i + 1
    return lignes


def export_json(table, path):
    """Écrit le tableau en JSON."""
    lignes = table_vers_lignes(table)
    write_atomically(path, json.dumps(lignes, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def load_json(path):
    """Rend le tableau qu'un fichier JSON contient."""
    with open(path, encoding="utf-8", newline="") as fichier:
        lignes = json.load(fichier)
    return lignes_vers_table(lignes)


def export_csv(table, path):
    """Écrit le tableau en CSV."""
    lignes = table_vers_lignes(table)
    tampon = io.StringIO(newline="")
    scribe = csv.writer(tampon)
    scribe.writerow(COLONNES)
    for ligne in lignes:
        champs = []
        for colonne in COLONNES:
            valeur = ligne[colonne]
            if valeur is None:
                champ = ""
            elif colonne in COLONNES_LISTES:
                champ = json.dumps(valeur, ensure_ascii=False)
            elif colonne in COLONNES_TEXTES:
                champ = valeur
                if champ == "" or champ[0] in "=+-@'\t":
                    champ = "'" + champ
            else:
                champ = str(valeur)
            champs.append(champ)
        scribe.writerow(champs)
    write_atomically(path, tampon.getvalue())


def load_csv(path):
    """Rend le tableau qu'un fichier CSV contient."""
    ancienne_limite = csv.field_size_limit(2**31 - 1)
    lignes = []
    try:
        with open(path, encoding="utf-8", newline="") as fichier:
            lecteur = csv.DictReader(fichier)
            for champs in lecteur:
                ligne = {}
                for colonne in COLONNES:
                    champ = champs[colonne]
                    if colonne in COLONNES_LISTES:
                        ligne[colonne] = json.loads(champ)
                    elif champ == "":
                        ligne[colonne] = None
                    elif colonne in COLONNES_ENTIERS:
                        ligne[colonne] = int(champ)
                    elif colonne in COLONNES_TEXTES and champ[0] == "'":
                        ligne[colonne] = champ[1:]
                    else:
                        ligne[colonne] = champ
                lignes.append(ligne)
    finally:
        csv.field_size_limit(ancienne_limite)
    return lignes_vers_table(lignes)
