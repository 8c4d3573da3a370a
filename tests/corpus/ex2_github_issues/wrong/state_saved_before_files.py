# mistake: what sync remembers is written before the two exports: a failed export loses the changes for ever
# question: synchroniser
# says: est écrit avant issues.csv
# blind: 19.5
# like: right/client_classes
# %% synchroniser
@dataclass
class SyncState:
    """Ce que sync retient d'une fois sur l'autre."""

    FILE_NAME = "sync_state.json"

    latest: Optional[str] = None      # le plus récent updated_at reçu
    asked_since: Optional[str] = None  # le since de la dernière demande
    etag: Optional[str] = None         # l'etag de la dernière demande

    @classmethod
    def load(cls, folder):
        return cls(**json.loads((folder / cls.FILE_NAME).read_text(encoding="utf-8")))

    def save(self, folder):
        text = json.dumps({"latest": self.latest, "asked_since": self.asked_since, "etag": self.etag})
        write_atomically(str(folder / self.FILE_NAME), text)


class FolderSynchronizer:
    def __init__(self, folder):
        self._folder = Path(folder)
        self._json_path = self._folder / "issues.json"
        self._csv_path = self._folder / "issues.csv"

    def _load(self):
        known, state = {}, None
        if self._json_path.exists():
            known = {issue.number: issue for issue in table_to_issues(load_json(str(self._json_path)))}
            if (self._folder / SyncState.FILE_NAME).exists():
                state = SyncState.load(self._folder)
        return known, state

    def run(self, repo, token, base_url, timeout):
        known, state = self._load()
        since = state.latest if state else None
        etag = state.etag if state and state.asked_since == since else None
        items, new_etag = fetch_changes(
            repo, token, since=datetime.fromisoformat(since) if since else None, etag=etag,
            base_url=base_url, timeout=timeout,
        )

        report = {"added": [], "updated": [], "closed": []}
        for issue in table_to_issues(to_table(items or [])):
            old = known.get(issue.number)
            if old is None:
                report["added"].append(issue.number)
            elif old.state == "open" and issue.state == "closed":
                report["closed"].append(issue.number)
            elif old != issue:
                report["updated"].append(issue.number)
            known[issue.number] = issue

        moments = [item["updated_at"] for item in items or []]
        if since:
            moments.append(since)
        latest = max(moments, key=datetime.fromisoformat, default=None)

        table = issues_to_table([known[number] for number in sorted(known)])
        SyncState(latest=latest, asked_since=since, etag=new_etag).save(self._folder)
        export_csv(table, str(self._csv_path))
        export_json(table, str(self._json_path))  # la référence du bilan : après le CSV
        return {key: sorted(numbers) for key, numbers in report.items()}


def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    """Met à jour le dossier et rend les numéros des issues ajoutées, modifiées et fermées."""
    return FolderSynchronizer(folder).run(repo, token, base_url, timeout)
