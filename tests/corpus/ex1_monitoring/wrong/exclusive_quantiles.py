# mistake: statistics.quantiles without method=inclusive: another interpolation
# question: bilan
# says: inclusive
# adversarial: 19.5
# like: right/thread_pool
# %% bilan
import statistics


def p95(values):
    values = values.dropna().tolist()
    if len(values) < 2:
        return values[0] if values else float("nan")
    return statistics.quantiles(values, n=20)[-1]


def summarize(history):
    df = pd.DataFrame(history, columns=["name", "status", "latency_ms"])
    df["latency_ms"] = df["latency_ms"].astype(float)
    df["available"] = df["status"] != "down"
    groups = df.groupby("name")
    return pd.DataFrame(
        {
            "availability": groups["available"].mean(),
            "median_ms": groups["latency_ms"].median(),
            "p95_ms": groups["latency_ms"].agg(p95),
        }
    )
