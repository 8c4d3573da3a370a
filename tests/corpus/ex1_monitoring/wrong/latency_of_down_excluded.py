# mistake: computes the quantiles only over the measures that are not "down": a 503 with a latency is left out
# question: bilan
# says: même « down »
# blind: 19.75
# like: right/defensive_urllib3
# %% bilan
from itertools import groupby
from operator import itemgetter

import numpy as np
import pandas as pd

_COLUMNS = ("availability", "median_ms", "p95_ms")


def _rows(history):
    by_name = itemgetter("name")
    for name, group in groupby(sorted(history, key=by_name), key=by_name):
        measures = list(group)
        alive = sum(1 for m in measures if m["status"] != "down")
        latencies = [float(m["latency_ms"]) for m in measures if m["status"] != "down"]
        if latencies:
            median, p95 = np.quantile(latencies, [0.5, 0.95])
        else:
            median = p95 = float("nan")
        yield name, (alive / len(measures), float(median), float(p95))


def summarize(history):
    """Rend la disponibilité, la médiane et le 95e centile des latences de chaque service."""
    rows = dict(_rows(history))
    return pd.DataFrame(
        list(rows.values()), index=pd.Index(list(rows), name="name", dtype=object), columns=list(_COLUMNS), dtype=float
    )
