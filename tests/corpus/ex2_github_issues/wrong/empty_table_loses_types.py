# mistake: an empty file gives a table whose columns have no types
# question: exporter
# says: entier
# like: right/adapter_with_urllib3_retry
# %% exporter
def write_atomically(path, text):
    descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(os.path.abspath(path)), suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise

DATES = ("created_at", "updated_at", "closed_at")
LISTS = ("labels", "assignees")

def plain(column, value):
    if column in LISTS:
        return list(value)
    if pd.isna(value):
        return None
    if column in DATES:
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if column in ("number", "comments"):
        return int(value)
    return value

def rows_of(table):
    return [{c: plain(c, v) for c, v in row.items()} for row in table.to_dict(orient="records")]

def github_like(row):
    return {
        **row,
        "user": {"login": row["author"]} if row["author"] is not None else None,
        "labels": [{"name": n} for n in row["labels"]],
        "assignees": [{"login": n} for n in row["assignees"]],
        "comments": int(row["comments"]),
        "number": int(row["number"]),
        "html_url": row["url"],
    }

def export_json(table, path):
    write_atomically(path, json.dumps(rows_of(table), indent=4))

def load_json(path):
    rows = json.loads(Path(path).read_text(encoding="utf-8"))
    if not rows:
        return pd.DataFrame(columns=to_table([]).columns)
    return to_table([github_like(row) for row in rows])

def export_csv(table, path):
    def field(value):
        if value is None:
            return ""
        if isinstance(value, list):
            return json.dumps(value)
        if isinstance(value, str) and (not value or value.startswith(("=", "+", "-", "@", "'", "\t"))):
            return "'" + value
        return value

    buffer = io.StringIO(newline="")
    out = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n")
    out.writerow(list(table.columns))
    for row in rows_of(table):
        out.writerow([field(value) for value in row.values()])
    write_atomically(path, buffer.getvalue())

def load_csv(path):
    text = Path(path).read_bytes().decode("utf-8")
    header, *lines = csv.reader(io.StringIO(text, newline=""))
    rows = []
    for line in lines:
        row = {name: (value.removeprefix("'") if value else None) for name, value in zip(header, line)}
        row["labels"] = json.loads(row["labels"])
        row["assignees"] = json.loads(row["assignees"])
        rows.append(github_like(row))
    return to_table(rows)
