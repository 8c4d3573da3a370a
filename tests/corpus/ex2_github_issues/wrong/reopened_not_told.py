# mistake: a reopened issue is told nowhere
# question: synchroniser
# says: réouverture
# like: right/tenacity_and_dataclasses
# %% synchroniser
@dataclass
class State:
    since: str | None = None
    etag: str | None = None

    @classmethod
    def load(cls, path):
        return cls(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else cls()

    def save(self, path):
        with replacing(path) as file:
            json.dump(asdict(self), file)


@dataclass
class Report:
    added: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)

    def note(self, old, new):
        if old is None:
            self.added.append(new.number)
        elif (old.state, new.state) == ("open", "closed"):
            self.closed.append(new.number)
        elif astuple(old) != astuple(new) and (old.state, new.state) != ("closed", "open"):
            self.updated.append(new.number)


def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    folder = Path(folder)
    state = State.load(folder / "state.json")
    known = {}
    if (folder / "issues.json").exists():
        known = {row.number: row for row in rows_in(load_json(folder / "issues.json"))}
    report = Report()
    items, etag = fetch_changes(repo, token, moment(state.since), state.etag, base_url, timeout)
    if items is not None:
        changed = list(rows_in(to_table(items)))
        for row in sorted(changed, key=lambda row: row.number):
            report.note(known.get(row.number), row)
            known[row.number] = row
        table = table_of(known.values())
        export_csv(table, folder / "issues.csv")
        export_json(table, folder / "issues.json")
        newest = max([item["updated_at"] for item in items], default=state.since)
        State(newest, etag if newest == state.since else None).save(folder / "state.json")
    return asdict(report)
