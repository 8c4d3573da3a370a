# mistake: dates without a zone
# question: tableau
# says: UTC
# like: right/pandas_everywhere
# %% tableau
TEXTES = ["title", "state", "author", "body", "url"]
DATES = ["created_at", "updated_at", "closed_at"]
LISTES = ["labels", "assignees"]
COLONNES = ["number", *TEXTES, *LISTES, "comments", *DATES]

def typed(frame):
    frame = frame.reindex(columns=COLONNES)
    for name in ["number", "comments"]:
        frame[name] = frame[name].astype("int64")
    for name in DATES:
        frame[name] = pd.to_datetime(frame[name], utc=True, format="ISO8601").dt.tz_localize(None)
    for name in TEXTES:
        frame[name] = frame[name].astype("str")
    for name in LISTES:
        frame[name] = frame[name].astype("object")
    return frame

def to_table(items):
    frame = pd.json_normalize([item for item in items if "pull_request" not in item], max_level=0)
    if frame.empty:
        return typed(pd.DataFrame(columns=COLONNES))
    frame["author"] = [None if user is None else user["login"] for user in frame["user"]]
    frame["labels"] = frame["labels"].map(lambda labels: [label["name"] for label in labels])
    frame["assignees"] = frame["assignees"].map(lambda people: [person["login"] for person in people])
    frame["url"] = frame["html_url"]
    return typed(frame)
