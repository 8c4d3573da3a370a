"""Make history.om.gz from what a real Prometheus scraped: the last minutes of `promtool tsdb dump`.

    promtool tsdb dump DATA | python -m grader.lab.prometheus.history 2026-11-22T20:34:30Z 75

reads the dump of a Prometheus configured like the lab's, keeps the 75 minutes before that moment, and moves
them so that they end when the lab's clock stands.
"""

import gzip
import re
import sys
from collections.abc import Iterable
from datetime import datetime

from grader.lab.prometheus.launcher import HISTORY
from grader.replay.stopped_clock import NOW

KEPT = (
    "node_cpu_seconds_total",
    "node_load1",
    "node_memory_MemAvailable_bytes",
    "node_memory_MemTotal_bytes",
    "up",
)
_SAMPLE = re.compile(r'\{__name__="(\w+)", (.*)\} (\S+) (\d+)')
_COUNTER = "_total"


def open_metrics(dump: Iterable[str], end: float, minutes: int) -> str:
    """Return the samples of these minutes as OpenMetrics, moved so that `end` becomes the lab's `NOW`.

    Args:
        dump: the lines of `promtool tsdb dump`; their moments are in milliseconds.
        end: seconds since 1970.
        minutes: how much is kept.
    """
    families: dict[str, list[str]] = {name: [] for name in KEPT}
    for line in dump:
        name, labels, value, moment = _parsed(line)
        if name in families and end - 60 * minutes <= moment <= end and _is_told(name, labels):
            families[name].append(f"{name}{{{labels}}} {value} {moment - end + NOW:.3f}")
    return "\n".join([*_lines(families), "# EOF", ""])


def _parsed(line: str) -> tuple[str, str, str, float]:
    found = _SAMPLE.match(line)
    if not found:
        return "", "", "", 0
    name, labels, value, milliseconds = found.groups()
    return name, labels.replace('", ', '",'), value, int(milliseconds) / 1000


def _is_told(name: str, labels: str) -> bool:
    """Whether a series is kept: db-1's exporter ran on the same machine, so only its absence is news."""
    return name == "up" or 'instance="web-1:9100"' in labels


def _lines(families: dict[str, list[str]]) -> Iterable[str]:
    for name, samples in families.items():
        kind = "counter" if name.endswith(_COUNTER) else "gauge"
        yield f"# TYPE {name.removesuffix(_COUNTER)} {kind}"
        yield from samples


def main(end: str, minutes: str) -> None:
    """Write the history from the dump on standard input."""
    moment = datetime.fromisoformat(end).timestamp()
    text = open_metrics(sys.stdin, moment, int(minutes))
    HISTORY.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main(*sys.argv[1:])
