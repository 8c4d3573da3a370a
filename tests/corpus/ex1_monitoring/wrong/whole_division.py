# mistake: divides whole numbers with //
# question: bilan
# says: //
# like: right/threads_by_hand
# %% bilan
def summarize(history):
    df = pd.DataFrame(history, columns=["name", "status", "latency_ms"])
    df["latency_ms"] = df["latency_ms"].astype(float)
    df["available"] = df["status"] != "down"
    groups = df.groupby("name")
    return pd.DataFrame(
        {
            "availability": groups["available"].sum() // groups["available"].count(),
            "median_ms": groups["latency_ms"].median(),
            "p95_ms": groups["latency_ms"].quantile(0.95),
        }
    )
