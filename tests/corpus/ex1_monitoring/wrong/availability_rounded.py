# mistake: rounds the availability to two decimals
# question: bilan
# says: arrondie au centième
# adversarial: 20
# like: right/thread_pool
# %% bilan
def summarize(history):
    df = pd.DataFrame(history, columns=["name", "status", "latency_ms"])
    df["latency_ms"] = df["latency_ms"].astype(float)
    df["available"] = df["status"] != "down"
    groups = df.groupby("name")
    return pd.DataFrame(
        {
            "availability": groups["available"].mean().round(2),
            "median_ms": groups["latency_ms"].median(),
            "p95_ms": groups["latency_ms"].quantile(0.95),
        }
    )
