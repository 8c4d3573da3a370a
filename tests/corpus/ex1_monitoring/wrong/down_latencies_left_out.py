# mistake: latencies of "down" measures (5xx answers do have one) are left out of the median and p95
# question: bilan
# says: même « down »
# blind: 19.75
# like: right/classes_and_listeners
# %% bilan
class ServiceStatistics:
    def __init__(self) -> None:
        self._count = 0
        self._available = 0
        self._latencies: List[float] = []

    def add(self, result: Dict[str, Any]) -> None:
        self._count += 1
        if result["status"] != ServiceStatus.DOWN.value:
            self._available += 1
            self._latencies.append(result["latency_ms"])

    def get_availability(self) -> float:
        return self._available / self._count

    def get_percentile(self, fraction: float) -> float:
        return float(pd.Series(self._latencies, dtype="float64").quantile(fraction))


class SummaryBuilder:
    COLUMNS = ["availability", "median_ms", "p95_ms"]

    def __init__(self) -> None:
        self._statistics: Dict[str, ServiceStatistics] = {}

    def with_history(self, history: Iterable[Dict[str, Any]]) -> "SummaryBuilder":
        for result in history:
            self._statistics.setdefault(result["name"], ServiceStatistics()).add(result)
        return self

    def build(self) -> pd.DataFrame:
        rows = [
            [s.get_availability(), s.get_percentile(0.5), s.get_percentile(0.95)]
            for s in self._statistics.values()
        ]
        index = pd.Index(list(self._statistics), name="name", dtype="object")
        return pd.DataFrame(rows, index=index, columns=self.COLUMNS, dtype="float64")


def summarize(history):
    """Rend la disponibilité, la médiane et le 95e centile des latences de chaque service."""
    return SummaryBuilder().with_history(history).build()
