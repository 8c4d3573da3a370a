# mistake: sync always sends the last etag, even when since has moved on and the request is a different one
# question: synchroniser
# says: et seulement alors
# blind: 19.75
# like: right/shortest
# %% synchroniser
def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    """Met à jour le dossier et rend les numéros des issues ajoutées, modifiées et fermées."""
    read = lambda p, default: json.loads(p.read_text(encoding="utf-8")) if p.exists() else default
    issues, state_file = Path(folder, "issues.json"), Path(folder, "state.json")
    old = {r["number"]: r for r in read(issues, [])}
    state = read(state_file, {})
    since = max((r["updated_at"] for r in old.values()), default=None)
    items, etag = fetch_changes(
        repo,
        token,
        datetime.fromisoformat(since) if since else None,
        state.get("etag"),
        base_url,
        timeout,
    )
    new = {r["number"]: r for r in to_rows(to_table(items or []))}
    table = typed(list((old | new).values()))
    export_csv(table, f"{folder}/issues.csv")
    export_json(table, str(issues))
    write_atomically(state_file, json.dumps({"since": since, "etag": etag}))
    changed = sorted(n for n in new if n in old and new[n] != old[n])
    closed = [n for n in changed if (old[n]["state"], new[n]["state"]) == ("open", "closed")]
    return {
        "added": sorted(new.keys() - old.keys()),
        "closed": closed,
        "updated": [n for n in changed if n not in closed],
    }
