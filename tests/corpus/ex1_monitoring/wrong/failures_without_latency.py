# mistake: leaves the latency of a 503 out
# question: bilan
# says: 503
# like: right/threads_by_hand
# %% bilan
def summarize(history):
    df = pd.DataFrame(history, columns=["name", "status", "latency_ms"])
    df["latency_ms"] = df["latency_ms"].astype(float)
    df["available"] = df["status"] != "down"
    groups = df.groupby("name")
    return pd.DataFrame(
        {
            "availability": groups["available"].mean(),
            "median_ms": df[df["available"]].groupby("name")["latency_ms"].median(),
            "p95_ms": df[df["available"]].groupby("name")["latency_ms"].quantile(0.95),
        }
    )
