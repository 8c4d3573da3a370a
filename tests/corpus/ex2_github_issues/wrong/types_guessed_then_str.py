# mistake: read_csv guesses the types: .str fails on a column that is empty or all numbers
# question: exporter
# says: a été prise pour des nombres
# like: right/pandas_everywhere
# %% exporter
def replace_with(path, write):
    descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path) or ".")
    os.close(descriptor)
    try:
        write(temporary)
        os.replace(temporary, path)
    except BaseException:
        os.remove(temporary)
        raise

def export_json(table, path):
    rows = table.reset_index(drop=True)
    for name in DATES:
        rows[name] = rows[name].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    rows = rows.astype(object).where(rows.notna(), None)
    text = json.dumps(rows.to_dict("records"), ensure_ascii=False)
    replace_with(path, lambda temporary: Path(temporary).write_bytes(text.encode("utf-8")))

def load_json(path):
    return typed(pd.DataFrame(json.loads(Path(path).read_text(encoding="utf-8")), columns=COLONNES))

def export_csv(table, path):
    fields = table.copy()
    for name in LISTES:
        fields[name] = fields[name].map(lambda names: json.dumps(names, ensure_ascii=False))
    for name in DATES:
        fields[name] = fields[name].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    for name in TEXTES:
        texts = fields[name].astype(object)
        protect = texts.map(lambda text: text == "" or (isinstance(text, str) and text[0] in "=+-@'\t"))
        fields[name] = texts.where(~protect.astype(bool), "'" + texts.astype(object))
    replace_with(path, lambda temporary: fields.to_csv(temporary, index=False, encoding="utf-8"))

def load_csv(path):
    fields = pd.read_csv(path, keep_default_na=False, na_values=[""], encoding="utf-8")
    for name in LISTES:
        fields[name] = fields[name].map(json.loads)
    for name in TEXTES:
        fields[name] = fields[name].str.removeprefix("'")
    return typed(fields)
