# mistake: the temporary file is removed only after a value error, not after an OSError (disk full, replace refused)
# question: exporter
# says: Il reste un fichier provisoire
# blind: 19.14
# like: right/client_classes
# %% exporter
import sys

GUARD = "'"
GUARDED_STARTS = ("=", "+", "-", "@", "'", "\t")


def write_atomically(path, text):
    """Écrit un texte en UTF-8 : le fichier entier, ou rien."""
    target = Path(path)
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            mode="w", encoding="utf-8", newline="", dir=target.parent, prefix=".tmp-", delete=False
        ) as stream:
            temporary = Path(stream.name)
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except (TypeError, ValueError):
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise


def format_date(value):
    return None if value is None else value.isoformat()


def export_json(table, path):
    """Écrit le tableau en JSON."""
    records = []
    for issue in table_to_issues(table):
        record = {name: getattr(issue, name) for name in COLUMNS}
        for name in DATE_COLUMNS:
            record[name] = format_date(record[name])
        records.append(record)
    write_atomically(path, json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False))


def load_json(path):
    """Rend le tableau qu'un fichier JSON contient."""
    records = json.loads(Path(path).read_bytes().decode("utf-8"))
    return issues_to_table([Issue(**record) for record in records])


def text_to_field(text):
    if text is None:
        return ""
    if text == "" or text.startswith(GUARDED_STARTS):
        return GUARD + text
    return text


def field_to_text(value):
    if value == "":
        return None
    return value[1:] if value.startswith(GUARD) else value


def export_csv(table, path):
    """Écrit le tableau en CSV."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, fieldnames=COLUMNS)
    writer.writeheader()
    for issue in table_to_issues(table):
        row = {}
        for name in COLUMNS:
            value = getattr(issue, name)
            if name in TEXT_COLUMNS:
                row[name] = text_to_field(value)
            elif name in LIST_COLUMNS:
                row[name] = json.dumps(value, ensure_ascii=False)
            elif name in DATE_COLUMNS:
                row[name] = format_date(value) or ""
            else:
                row[name] = value
        writer.writerow(row)
    write_atomically(path, buffer.getvalue())


def load_csv(path):
    """Rend le tableau qu'un fichier CSV contient."""
    csv.field_size_limit(sys.maxsize)  # 131 072 caractères sinon
    issues = []
    with Path(path).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            values = {}
            for name in COLUMNS:
                if name in TEXT_COLUMNS:
                    values[name] = field_to_text(row[name])
                elif name in LIST_COLUMNS:
                    values[name] = json.loads(row[name])
                elif name in DATE_COLUMNS:
                    values[name] = row[name] or None
                else:
                    values[name] = int(row[name])
            issues.append(Issue(**values))
    return issues_to_table(issues)
