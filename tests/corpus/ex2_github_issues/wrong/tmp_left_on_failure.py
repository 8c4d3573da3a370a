# mistake: the temporary file is not removed when the write or the replace fails
# question: exporter
# says: Il reste un fichier provisoire
# blind: 19.2
# like: right/shortest
# %% exporter
csv.field_size_limit(10**9)


def write_atomically(path, text):
    """Écrit un texte en UTF-8 : le fichier entier, ou rien."""
    tmp = Path(f"{path}.tmp")
    tmp.write_text(text, encoding="utf-8", newline="")
    os.replace(tmp, path)


def plain(v):
    return v if isinstance(v, list) else None if pd.isna(v) else v.isoformat() if isinstance(v, datetime) else v


def to_rows(table):
    return [{c: plain(v) for c, v in row.items()} for row in table.to_dict("records")]


def to_field(c, v):
    if v is None or c in INTS + DATES:
        return v
    if c in LISTS:
        return json.dumps(v, ensure_ascii=False)
    return f"'{v}" if v[:1] in "=+-@'\t" else v  # "" in "…" est vrai


def from_field(c, v):
    return json.loads(v) if c in LISTS else v.removeprefix("'") if v else None


def export_json(table, path):
    """Écrit le tableau en JSON."""
    write_atomically(path, json.dumps(to_rows(table), indent=1))


def load_json(path):
    """Rend le tableau qu'un fichier JSON contient."""
    return typed(json.loads(Path(path).read_text(encoding="utf-8")))


def export_csv(table, path):
    """Écrit le tableau en CSV."""
    out = csv.writer(buffer := io.StringIO(newline=""))
    out.writerow(COLUMNS)
    out.writerows([to_field(c, row[c]) for c in COLUMNS] for row in to_rows(table))
    write_atomically(path, buffer.getvalue())


def load_csv(path):
    """Rend le tableau qu'un fichier CSV contient."""
    with open(path, encoding="utf-8", newline="") as f:
        return typed([{c: from_field(c, v) for c, v in row.items()} for row in csv.DictReader(f)])
