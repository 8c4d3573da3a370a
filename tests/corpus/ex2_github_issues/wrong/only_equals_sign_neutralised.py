# mistake: only = is taken for a formula
# question: exporter
# says: apostrophe
# like: right/client_class_with_generators
# %% exporter
class Exporter:
    """Writes and reads a table in one format, never by halves."""

    def write(self, table, path):
        path = Path(path)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            draft.write_bytes(self.encode(self.records(table)))
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    def read(self, path):
        return frame(list(self.decode(Path(path).read_bytes().decode("utf-8"))))

    @staticmethod
    def records(table):
        names = list(table.columns)
        for values in table.itertuples(index=False, name=None):
            yield {name: Exporter.plain(value) for name, value in zip(names, values)}

    @staticmethod
    def plain(value):
        if isinstance(value, list):
            return value
        if value is None or pd.isna(value):
            return None
        return str(value) if isinstance(value, pd.Timestamp) else value


class Json(Exporter):
    def encode(self, records):
        return json.dumps(list(records), ensure_ascii=False).encode("utf-8")

    def decode(self, text):
        yield from json.loads(text)


class Csv(Exporter):
    DANGEROUS = ("=", "'")

    def encode(self, records):
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, list(EMPTY))
        writer.writeheader()
        writer.writerows({name: self.quoted(value) for name, value in row.items()} for row in records)
        return text.getvalue().encode("utf-8")

    def quoted(self, value):
        if isinstance(value, list):
            return json.dumps(value, ensure_ascii=False)
        if value == "" or isinstance(value, str) and value.startswith(self.DANGEROUS):
            return f"'{value}"
        return value

    def decode(self, text):
        for row in csv.DictReader(io.StringIO(text, newline="")):
            yield {name: self.unquoted(name, value) for name, value in row.items()}

    @staticmethod
    def unquoted(name, value):
        if name in ("labels", "assignees"):
            return json.loads(value)
        if value == "":
            return None
        return value[1:] if value.startswith("'") else value


def export_json(table, path):
    Json().write(table, path)


def load_json(path):
    return Json().read(path)


def export_csv(table, path):
    Csv().write(table, path)


def load_csv(path):
    return Csv().read(path)
