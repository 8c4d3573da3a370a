# mistake: the dates of the table are converted to Paris time
# question: tableau
# says: il faut un datetime64 en UTC
# adversarial: 17.26
# like: right/loops_with_requests_get
# %% tableau
COLUMNS = [
    "number", "title", "state", "author", "labels", "assignees",
    "comments", "created_at", "updated_at", "closed_at", "body", "url",
]

def to_table(items):
    rows = []
    for item in items:
        if "pull_request" in item:
            continue
        author = item["user"]["login"] if item["user"] else None
        rows.append([
            item["number"],
            item["title"],
            item["state"],
            author,
            [label["name"] for label in item["labels"]],
            [person["login"] for person in item["assignees"]],
            item["comments"],
            item["created_at"],
            item["updated_at"],
            item["closed_at"],
            item["body"],
            item["html_url"],
        ])
    table = pd.DataFrame(rows, columns=COLUMNS)
    table = table.astype({"number": "int64", "comments": "int64"})
    for column in ("created_at", "updated_at", "closed_at"):
        table[column] = pd.to_datetime(table[column], utc=True).dt.tz_convert("Europe/Paris")
    return table

