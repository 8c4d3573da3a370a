"""Making the history that the lab's Prometheus is given."""

from grader.lab.prometheus.history import open_metrics

DUMP = """\
{__name__="node_cpu_seconds_total", cpu="0", instance="web-1:9100", job="node", mode="idle"} 12.5 999940123
{__name__="node_load1", instance="db-1:9100", job="node"} 3 1000000000
{__name__="up", instance="db-1:9100", job="node"} 0 1000000000
{__name__="go_goroutines", instance="web-1:9100", job="node"} 8 1000000000
{__name__="up", instance="web-1:9100", job="node"} 1 1000000001
ts=2026-11-22 caller=tool level=info
"""


def test_samples_are_moved_to_the_end_of_the_history():
    text = open_metrics(DUMP.splitlines(), end=1_000_000, minutes=2)
    samples = [line for line in text.splitlines() if not line.startswith("#")]
    assert samples == [
        'node_cpu_seconds_total{cpu="0",instance="web-1:9100",job="node",mode="idle"} 12.5 1767603540.123',
        'up{instance="db-1:9100",job="node"} 0 1767603600.000',
    ]
    assert text.endswith("# EOF\n")


def test_counters_are_said_to_be_counters():
    assert "# TYPE node_cpu_seconds counter" in open_metrics([], end=0, minutes=1)
