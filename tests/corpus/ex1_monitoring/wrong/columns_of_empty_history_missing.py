# mistake: gives a table without any column for an empty history
# question: bilan
# says: Il manque des colonnes
# adversarial: 19.75
# like: right/beginner_in_french
# %% bilan
def summarize(history):
    if not history:
        return pd.DataFrame()
    df = pd.DataFrame(history, columns=["name", "status", "latency_ms"])
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
