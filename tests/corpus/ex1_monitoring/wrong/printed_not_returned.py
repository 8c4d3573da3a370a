# mistake: prints the table instead of giving it
# question: bilan
# says: print
# like: right/beginner_in_french
# %% bilan
def summarize(history):
    df = pd.DataFrame(history, columns=["name", "status", "latency_ms"])
    df["latency_ms"] = df["latency_ms"].astype(float)
    df["available"] = df["status"] != "down"
    groups = df.groupby("name")
    print(pd.DataFrame(
        {
            "availability": groups["available"].mean(),
            "median_ms": groups["latency_ms"].median(),
            "p95_ms": groups["latency_ms"].quantile(0.95),
        }
    ))
