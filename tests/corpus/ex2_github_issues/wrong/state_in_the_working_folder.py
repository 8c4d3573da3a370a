# mistake: the state file stands in the working folder
# question: synchroniser
# says: tout ce que sync retient est dans folder
# like: right/pandas_everywhere
# %% synchroniser
def fingerprint(table):
    """Return one comparable text for each row, by number."""
    texts = table.sort_index(axis=1).apply(lambda row: repr([str(value) for value in row]), axis=1)
    return dict(zip(table["number"], texts if len(table) else []))

def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    json_path, csv_path = os.path.join(folder, "issues.json"), os.path.join(folder, "issues.csv")
    state_path = "etat_synchronisation.json"
    known, last, etag = to_table([]), None, None
    if os.path.exists(state_path):
        known = load_json(json_path)
        last, etag = json.loads(Path(state_path).read_text(encoding="utf-8"))
    since = None if last is None else pd.Timestamp(last).to_pydatetime()
    items, new_etag = fetch_changes(repo, token, since, etag, base_url, timeout)
    if items is None:
        return {"added": [], "updated": [], "closed": []}
    fresh = to_table(items)
    both = fresh[["number", "state"]].merge(
        known[["number", "state"]], on="number", how="left", suffixes=("", "_before")
    )
    before, after = fingerprint(known), fingerprint(fresh)
    is_added = both["state_before"].isna()
    is_closed = (both["state_before"] == "open") & (both["state"] == "closed")
    changed = pd.Series([before.get(n) != after[n] for n in both["number"]], index=both.index, dtype=bool)
    report = {
        name: sorted(both.loc[mask, "number"].tolist())
        for name, mask in {
            "added": is_added, "closed": is_closed, "updated": changed & ~is_added & ~is_closed
        }.items()
    }
    table = pd.concat([known, fresh], ignore_index=True).drop_duplicates("number", keep="last")
    export_json(table, json_path)
    export_csv(table, csv_path)
    newest = max((item["updated_at"] for item in items), default=last)
    text = json.dumps([newest, new_etag if newest == last else None])
    replace_with(state_path, lambda temporary: Path(temporary).write_text(text, encoding="utf-8"))
    return report
