# mistake: since and etag are written before the two files: if a file cannot be written, its changes are never asked for again
# question: synchroniser
# says: est écrit avant issues.csv
# blind: 19.5
# like: right/shortest
# %% synchroniser
def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    """Met à jour le dossier et rend les numéros des issues ajoutées, modifiées et fermées."""
    read = lambda p, default: json.loads(p.read_text(encoding="utf-8")) if p.exists() else default
    issues, state_file = Path(folder, "issues.json"), Path(folder, "state.json")
    old = {r["number"]: r for r in read(issues, [])}
    state = read(state_file, {})
    since = state.get("latest")
    items, etag = fetch_changes(
        repo,
        token,
        datetime.fromisoformat(since) if since else None,
        state.get("etag") if state.get("since") == since else None,
        base_url,
        timeout,
    )
    new = {r["number"]: r for r in to_rows(to_table(items or []))}
    table = typed(list((old | new).values()))
    latest = max((r["updated_at"] for r in (old | new).values()), default=None)
    write_atomically(state_file, json.dumps({"since": since, "etag": etag, "latest": latest}))
    export_csv(table, f"{folder}/issues.csv")
    export_json(table, str(issues))
    changed = sorted(n for n in new if n in old and new[n] != old[n])
    closed = [n for n in changed if (old[n]["state"], new[n]["state"]) == ("open", "closed")]
    return {
        "added": sorted(new.keys() - old.keys()),
        "closed": closed,
        "updated": [n for n in changed if n not in closed],
    }
