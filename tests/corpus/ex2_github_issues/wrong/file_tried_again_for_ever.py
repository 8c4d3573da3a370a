# mistake: sync tries to write issues.csv again and again, for ever, instead of letting the exception out
# question: synchroniser
# says: Votre code ne rend pas la main
# adversarial: 19.53
# like: right/loops_with_requests_get
# %% synchroniser
def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    json_path = os.path.join(folder, "issues.json")
    csv_path = os.path.join(folder, "issues.csv")
    state_path = os.path.join(folder, "state.json")
    known = {}
    state = {"since": None, "etag": None}
    if os.path.exists(state_path):
        with open(state_path, encoding="utf-8") as file:
            state = json.load(file)
        for record in to_records(load_json(json_path)):
            known[record["number"]] = record
    since = datetime.fromisoformat(state["since"]) if state["since"] else None
    items, etag = fetch_changes(repo, token, since, state["etag"], base_url, timeout)
    added, updated, closed = [], [], []
    if items is not None:
        for record in to_records(to_table(items)):
            number = record["number"]
            old = known.get(number)
            if old is None:
                added.append(number)
            elif old["state"] == "open" and record["state"] == "closed":
                closed.append(number)
            elif old != record:
                updated.append(number)
            known[number] = record
        table = from_records(list(known.values()))
        export_json(table, json_path)
        while True:
            try:
                export_csv(table, csv_path)
                break
            except OSError:
                pass
        newest = state["since"]
        for item in items:
            if newest is None or item["updated_at"] > newest:
                newest = item["updated_at"]
        if newest != state["since"]:
            etag = None
        write_atomically(state_path, json.dumps({"since": newest, "etag": etag}))
    return {"added": sorted(added), "updated": sorted(updated), "closed": sorted(closed)}
