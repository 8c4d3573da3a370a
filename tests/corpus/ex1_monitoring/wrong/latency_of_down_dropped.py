# mistake: the latencies of measures that are "down" (a 503 has one) are left out of the median and the 95th centile
# question: bilan
# says: même « down »
# blind: 19.75
# like: right/shared_session_and_data_classes
# %% bilan
import pandas as pd


def _p95(latencies: pd.Series) -> float:
    return latencies.quantile(0.95)


def summarize(history: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Rend la disponibilité, la médiane et le 95e centile des latences de chaque service."""
    return (
        pd.DataFrame(list(history), columns=["name", "status", "latency_ms"])
        .assign(
            latency_ms=lambda df: df["latency_ms"].astype("float64").where(df["status"].ne("down")),
            available=lambda df: df["status"].ne("down").astype("float64"),
        )
        .groupby("name", sort=False)
        .agg(
            availability=("available", "mean"),
            median_ms=("latency_ms", "median"),
            p95_ms=("latency_ms", _p95),
        )
        .astype("float64")
    )
