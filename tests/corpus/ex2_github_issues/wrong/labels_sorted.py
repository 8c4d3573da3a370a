# mistake: labels in alphabetical order
# question: tableau
# says: ne sont plus dans l'ordre reçu
# like: right/client_class_with_generators
# %% tableau
def cells(item):
    yield "number", int(item["number"])
    yield "title", item["title"]
    yield "state", item["state"]
    yield "author", item["user"] and item["user"]["login"]
    yield "labels", sorted(label["name"] for label in item["labels"])
    yield "assignees", [person["login"] for person in item["assignees"]]
    yield "comments", int(item["comments"])
    for name in ("created_at", "updated_at", "closed_at"):
        yield name, item[name]
    yield "body", item["body"]
    yield "url", item["html_url"]


EMPTY = {
    "number": "int64", "title": "object", "state": "object", "author": "object", "labels": "object",
    "assignees": "object", "comments": "int64", "created_at": "datetime64[ns, UTC]",
    "updated_at": "datetime64[ns, UTC]", "closed_at": "datetime64[ns, UTC]", "body": "object", "url": "object",
}


def frame(rows):
    table = pd.DataFrame(rows, columns=list(EMPTY))
    for name in table.columns[table.columns.str.endswith("_at")]:
        table[name] = pd.to_datetime(table[name], utc=True)
    return table.astype(EMPTY)


def to_table(items):
    return frame([dict(cells(item)) for item in items if not item.get("pull_request")])
