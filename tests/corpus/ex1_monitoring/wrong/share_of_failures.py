# mistake: gives the share of the measures that are down
# question: bilan
# says: C'est la part des mesures
# adversarial: 19
# like: right/beginner_in_french
# %% bilan
def summarize(history):
    df = pd.DataFrame(history, columns=["name", "status", "latency_ms"])
    df["latency_ms"] = df["latency_ms"].astype(float)
    df["available"] = df["status"] == "down"
    groups = df.groupby("name")
    return pd.DataFrame(
        {
            "availability": groups["available"].mean(),
            "median_ms": groups["latency_ms"].median(),
            "p95_ms": groups["latency_ms"].quantile(0.95),
        }
    )
