# like: bruno
# %% bilan
def summarize(history):
    df = pd.DataFrame(history, columns=["name", "status", "latency_ms"])
    df["latency_ms"] = df["latency_ms"].astype(float)
    latencies = df.groupby("name")["latency_ms"]
    return pd.DataFrame(
        {
            "availability": df["status"].ne("down").groupby(df["name"]).mean(),
            "median_ms": latencies.median(),
            "p95_ms": latencies.quantile(0.95, interpolation="higher"),
        }
    )
