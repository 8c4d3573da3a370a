# mistake: closed issues leave the files
# question: synchroniser
# says: toutes les issues connues
# like: right/adapter_with_urllib3_retry
# %% synchroniser
def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    folder = Path(folder)
    issues_json, issues_csv, etag_file = folder / "issues.json", folder / "issues.csv", folder / "etag.json"
    old = {}
    if issues_json.exists():
        old = {row["number"]: row for row in rows_of(load_json(issues_json))}
    last = max((row["updated_at"] for row in old.values()), default=None)
    since = datetime.fromisoformat(last) if last else None
    etag = None
    if etag_file.exists():
        saved = json.loads(etag_file.read_text(encoding="utf-8"))
        if saved["since"] == last:
            etag = saved["etag"]
    items, new_etag = fetch_changes(repo, token, since=since, etag=etag, base_url=base_url, timeout=timeout)
    if items is None:
        return {"added": [], "updated": [], "closed": []}
    new = {row["number"]: row for row in rows_of(to_table(items))}
    added = sorted(new.keys() - old.keys())
    closed = sorted(
        n for n in new.keys() & old.keys() if (old[n]["state"], new[n]["state"]) == ("open", "closed")
    )
    updated = sorted(n for n in new.keys() & old.keys() if old[n] != new[n] and n not in closed)
    table = to_table([github_like(row) for row in (old | new).values() if row["state"] == "open"])
    # Le JSON fait foi : il est écrit après le CSV.
    export_csv(table, str(issues_csv))
    export_json(table, str(issues_json))
    write_atomically(str(etag_file), json.dumps({"since": last, "etag": new_etag}))
    return {"added": added, "updated": updated, "closed": closed}
