# mistake: an issue closed long ago that changes counts as closed
# question: synchroniser
# says: closed n'a que les issues
# like: right/client_class_with_generators
# %% synchroniser
class Mirror:
    """The folder of a repository."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.memory = self.folder / "memoire.json"
        self.since, self.etag, self.rows = None, None, {}
        if self.memory.exists():
            self.since, self.etag = json.loads(self.memory.read_text(encoding="utf-8"))
            self.rows = {row["number"]: row for row in Exporter.records(self._load())}

    def _load(self):
        return load_json(self.folder / "issues.json")

    def absorb(self, items):
        """Take in what GitHub sent; say in which list each issue goes."""
        for row in Exporter.records(to_table(items)):
            old = self.rows.get(row["number"])
            self.rows[row["number"]] = row
            if old is None:
                yield "added", row["number"]
            elif row["state"] == "closed":
                yield "closed", row["number"]
            elif old != row:
                yield "updated", row["number"]

    def save(self, items, etag):
        table = frame(list(self.rows.values()))
        export_json(table, self.folder / "issues.json")
        export_csv(table, self.folder / "issues.csv")
        since = max((item["updated_at"] for item in items), default=self.since)
        memory = json.dumps([since, etag if since == self.since else None])
        draft = self.memory.with_suffix(".part")
        try:
            draft.write_text(memory, encoding="utf-8")
            draft.replace(self.memory)
        finally:
            draft.unlink(missing_ok=True)


def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    mirror = Mirror(folder)
    since = None if mirror.since is None else datetime.fromisoformat(mirror.since)
    items, etag = fetch_changes(
        repo, token, since=since, etag=mirror.etag, base_url=base_url, timeout=timeout
    )
    report = {"added": [], "updated": [], "closed": []}
    if items is None:
        return report
    for kind, number in sorted(mirror.absorb(items)):
        report[kind].append(number)
    mirror.save(items, etag)
    return report
