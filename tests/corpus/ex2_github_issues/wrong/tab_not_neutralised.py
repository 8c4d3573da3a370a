# mistake: forgets the tabulation among the first characters that call for an apostrophe; the round trip still works
# question: exporter
# says: une apostrophe manque au début
# blind: 19.71
# like: right/pygithub_throughout
# %% exporter
import json
import os
import shutil
import uuid

import pandas as pd

RISKY = ("=", "+", "-", "@", "'")


def write_atomically(path, text):
    """Écrit un texte en UTF-8 : le fichier entier, ou rien."""
    provisional = f"{path}.{uuid.uuid4().hex}.tmp"
    try:
        with open(provisional, "x", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if os.path.exists(path):
            shutil.copymode(path, provisional)
        os.replace(provisional, path)
    except BaseException:
        if os.path.lexists(provisional):
            os.unlink(provisional)
        raise


def as_json(table):
    return table.to_json(orient="records", date_format="iso", date_unit="us", force_ascii=False, indent=1)


def export_json(table, path):
    """Écrit le tableau en JSON."""
    write_atomically(path, as_json(table))


def load_json(path):
    """Rend le tableau qu'un fichier JSON contient."""
    # pd.read_json prendrait « 007 » ou une date pour autre chose qu'un texte
    with open(path, encoding="utf-8") as file:
        return typed(json.load(file))


def protect(text):
    return "'" + text if text == "" or text.startswith(RISKY) else text


def export_csv(table, path):
    """Écrit le tableau en CSV."""
    table = table.copy()
    for name in TEXTS:
        table[name] = table[name].map(protect, na_action="ignore")
    for name in LISTS:
        table[name] = [json.dumps(list(names), ensure_ascii=False) for names in table[name]]
    # avec "\r\n", un "\r" isolé met aussi le champ entre guillemets
    write_atomically(path, table.to_csv(index=False, lineterminator="\r\n"))


def load_csv(path):
    """Rend le tableau qu'un fichier CSV contient."""
    table = pd.read_csv(path, dtype=str, na_filter=False, encoding="utf-8", compression=None)
    rows = table.astype(object).to_dict("records")
    for row in rows:
        for name in TEXTS + DATES:
            row[name] = row[name].removeprefix("'") if row[name] else None
        for name in LISTS:
            row[name] = json.loads(row[name])
    return typed(rows)
