# mistake: groupby of a table without columns
# question: bilan
# says: columns=
# like: right/functional
# %% bilan
def summarize(history):
    df = pd.DataFrame(history)
    df["latency_ms"] = df["latency_ms"].astype(float)
    df["available"] = df["status"] != "down"
    groups = df.groupby("name")
    return pd.DataFrame(
        {
            "availability": groups["available"].mean(),
            "median_ms": groups["latency_ms"].median(),
            "p95_ms": groups["latency_ms"].quantile(0.95),
        }
    )
