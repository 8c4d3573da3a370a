# mistake: the state (since and etag) is saved before the two files: if one cannot be written, the next run gets a 304 and the change is lost
# question: synchroniser
# says: est écrit avant issues.csv
# blind: 19.5
# like: right/tenacity_and_pandas_chains
# %% synchroniser
from dataclasses import asdict


@dataclass(frozen=True)
class Memory:
    """La dernière demande, et l'étiquette de sa réponse."""

    since: str | None = None
    etag: str | None = None

    @classmethod
    def load(cls, path: Path) -> "Memory":
        return cls(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else cls()

    def save(self, path: Path) -> None:
        write_atomically(path, json.dumps(asdict(self)))


def by_number(table: pd.DataFrame) -> dict[int, Item]:
    """Les lignes du tableau, valeurs absentes à None, sous leur numéro."""
    plain = table.astype(object).where(table.notna(), None)
    return {int(row["number"]): row for row in plain.to_dict("records")}


def sync(
    repo: str,
    token: str,
    folder: str | os.PathLike,
    base_url: str = "https://api.github.com",
    timeout: float = 10,
) -> dict[str, list[int]]:
    """Met à jour le dossier et rend les numéros des issues ajoutées, modifiées et fermées."""
    issues_json, issues_csv, memory_path = (
        Path(folder, name) for name in ("issues.json", "issues.csv", "memoire.json")
    )
    if issues_json.exists():
        known, memory = load_json(str(issues_json)), Memory.load(memory_path)
    else:
        known, memory = to_table([]), Memory()

    since = None if known.empty else known["updated_at"].max().to_pydatetime()
    same = memory.since == iso_utc(since)
    items, etag = fetch_changes(
        repo, token, since=since, etag=memory.etag if same else None, base_url=base_url, timeout=timeout
    )

    received = to_table(items or [])
    before, after = by_number(known), by_number(received)
    report: dict[str, list[int]] = {"added": [], "updated": [], "closed": []}
    for issue, row in sorted(after.items(), key=lambda pair: pair[0]):
        match before.get(issue):
            case None:
                report["added"].append(issue)
            case {"state": "open"} if row["state"] == "closed":
                report["closed"].append(issue)
            case old if old != row:
                report["updated"].append(issue)

    merged = pd.concat([known[~known["number"].isin(received["number"])], received]).sort_values("number")
    Memory(iso_utc(since), etag).save(memory_path)
    export_csv(merged, str(issues_csv))
    export_json(merged, str(issues_json))
    return report
