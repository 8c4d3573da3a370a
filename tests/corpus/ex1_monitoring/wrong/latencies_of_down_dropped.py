# mistake: masks the latencies of "down" measures, though a 503 has a latency that counts in median_ms and p95_ms
# question: bilan
# says: même « down »
# blind: 19.75
# like: right/one_liners
# %% bilan
def summarize(history):
    return (
        pd.DataFrame(history, columns=["name", "status", "latency_ms"])
        .assign(up=lambda d: d.status.ne("down").astype(float), latency_ms=lambda d: d.latency_ms.astype(float).where(d.status.ne("down")))
        .groupby("name")
        .agg(availability=("up", "mean"), median_ms=("latency_ms", "median"), p95_ms=("latency_ms", lambda s: s.quantile(0.95)))
    )
