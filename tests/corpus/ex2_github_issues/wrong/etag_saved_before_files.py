# mistake: saves the etag before the two files: if a file cannot be written, the next request gets a 304 and the change is lost
# question: synchroniser
# says: est écrit avant issues.csv
# blind: 19.5
# like: right/pygithub_throughout
# %% synchroniser
import json
import os


def records(table):
    """Les lignes d'un tableau, par numéro, dans une forme qui se compare."""
    return {row["number"]: row for row in json.loads(as_json(table))}


def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    """Met à jour le dossier et rend les numéros des issues ajoutées, modifiées et fermées."""
    json_path, csv_path, state_path = (os.path.join(folder, name) for name in ("issues.json", "issues.csv", "sync.json"))

    known, since, etag = {}, None, None
    if os.path.exists(json_path):
        table = load_json(json_path)
        known = records(table)
        if known:
            since = table["updated_at"].max().to_pydatetime()
        if os.path.exists(state_path):
            with open(state_path, encoding="utf-8") as file:
                state = json.load(file)
            if state["since"] == (since and since.isoformat()):
                etag = state["etag"]

    items, etag = fetch_changes(repo, token, since=since, etag=etag, base_url=base_url, timeout=timeout)
    received = records(to_table(items or []))

    report = {"added": [], "updated": [], "closed": []}
    for number, row in sorted(received.items()):
        before = known.get(number)
        if before is None:
            report["added"].append(number)
        elif before["state"] == "open" and row["state"] == "closed":
            report["closed"].append(number)
        elif before != row:
            report["updated"].append(number)

    table = typed([row for _, row in sorted((known | received).items())])
    write_atomically(state_path, json.dumps({"since": since and since.isoformat(), "etag": etag}))
    export_csv(table, csv_path)
    export_json(table, json_path)
    return report
