# mistake: counts the latencies of the measures that are up only
# question: bilan
# says: degraded » est laissée de côté
# adversarial: 19.25
# like: right/beginner_in_french
# %% bilan
def summarize(history):
    df = pd.DataFrame(history, columns=["name", "status", "latency_ms"])
    df["latency_ms"] = df["latency_ms"].astype(float)
    df.loc[df["status"] != "up", "latency_ms"] = float("nan")
    df["available"] = df["status"] != "down"
    groups = df.groupby("name")
    return pd.DataFrame(
        {
            "availability": groups["available"].mean(),
            "median_ms": groups["latency_ms"].median(),
            "p95_ms": groups["latency_ms"].quantile(0.95),
        }
    )
