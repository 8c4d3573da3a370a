# mistake: both files have dates whose seconds are always 00
# question: exporter
# says: colonne « created_at »
# adversarial: 20
# like: right/loops_with_requests_get
# %% exporter
def write_atomically(path, text):
    temporary = path + ".tmp"
    try:
        with open(temporary, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        if os.path.exists(temporary):
            os.remove(temporary)
        raise

def to_records(table):
    records = []
    for row in table.to_dict("records"):
        record = {}
        for column, value in row.items():
            if isinstance(value, list):
                record[column] = value
            elif pd.isna(value):
                record[column] = None
            elif column.endswith("_at"):
                record[column] = value.strftime("%Y-%m-%dT%H:%M:00Z")
            else:
                record[column] = value
        records.append(record)
    return records

def from_records(records):
    table = pd.DataFrame(records, columns=COLUMNS)
    table = table.astype({"number": "int64", "comments": "int64"})
    for column in ("created_at", "updated_at", "closed_at"):
        table[column] = pd.to_datetime(table[column], utc=True)
    return table

def export_json(table, path):
    write_atomically(path, json.dumps(to_records(table), ensure_ascii=False, indent=2))

def load_json(path):
    with open(path, encoding="utf-8") as file:
        return from_records(json.load(file))

def export_csv(table, path):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=COLUMNS)
    writer.writeheader()
    for record in to_records(table):
        for column, value in record.items():
            if isinstance(value, list):
                record[column] = json.dumps(value, ensure_ascii=False)
            elif isinstance(value, str) and (value == "" or value[0] in "=+-@'\t"):
                record[column] = "'" + value
        writer.writerow(record)
    write_atomically(path, text.getvalue())

def load_csv(path):
    records = []
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for column, value in row.items():
                if value == "":
                    row[column] = None
                elif column in ("labels", "assignees"):
                    row[column] = json.loads(value)
                elif value.startswith("'"):
                    row[column] = value[1:]
            records.append(row)
    return from_records(records)

