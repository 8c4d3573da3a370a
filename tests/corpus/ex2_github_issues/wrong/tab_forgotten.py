# mistake: the tabulation is not among the dangerous characters
# question: exporter
# says: apostrophe
# like: right/tenacity_and_dataclasses
# %% exporter
import contextlib


@contextlib.contextmanager
def replacing(path):
    """Open a file beside the path; it takes its place if all goes well."""
    target = Path(path)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=target.parent, prefix=".", delete=False
    ) as file:
        temporary = Path(file.name)
        try:
            yield file
            file.close()
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                file.close()
            temporary.unlink()
            raise


def rows_in(table):
    """Return the rows of a table as dataclasses, missing values as None."""
    for record in table.to_dict("records"):
        clean = {
            name: value if isinstance(value, list) or not pd.isna(value) else None
            for name, value in record.items()
        }
        yield Row(**clean)


def as_json(row):
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in asdict(row).items()}


def from_json(record):
    dates = {name: moment(record[name]) for name in NAMES if name.endswith("_at")}
    return Row(**{**record, **dates})


def export_json(table, path):
    with replacing(path) as file:
        json.dump([as_json(row) for row in rows_in(table)], file, ensure_ascii=False)


def load_json(path):
    with open(path, encoding="utf-8") as file:
        return table_of([from_json(record) for record in json.load(file)])


def to_field(value):
    match value:
        case None:
            return ""
        case list():
            return json.dumps(value, ensure_ascii=False)
        case datetime():
            return value.isoformat()
        case "":
            return "'"
        case str() if value[0] in "=+-@'":
            return f"'{value}"
        case _:
            return value


def from_field(name, text):
    match name:
        case "labels" | "assignees":
            return json.loads(text)
        case "number" | "comments":
            return int(text)
        case "created_at" | "updated_at" | "closed_at":
            return moment(text or None)
        case _:
            return text.removeprefix("'") if text else None


def export_csv(table, path):
    with replacing(path) as file:
        writer = csv.writer(file)
        writer.writerow(NAMES)
        for row in rows_in(table):
            writer.writerow([to_field(getattr(row, name)) for name in NAMES])


def load_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return table_of(
            [Row(**{k: from_field(k, v) for k, v in line.items()}) for line in csv.DictReader(file)]
        )
