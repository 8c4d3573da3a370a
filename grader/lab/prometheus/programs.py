"""The programs of Debian that the lab's Prometheus is made of."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.errors import UserError

PROMETHEUS, PROMTOOL, EXPORTER = "prometheus", "promtool", "prometheus-node-exporter"


def missing() -> list[str]:
    """Name the programs that are not installed."""
    return [name for name in (PROMETHEUS, PROMTOOL, EXPORTER) if shutil.which(name) is None]


def require() -> None:
    """Raise UserError unless every program is installed."""
    if missing():
        raise UserError(
            f"Il manque {', '.join(missing())} : installez « prometheus » et « prometheus-node-exporter » "
            "par apt."
        )


def made_of() -> str:
    """Say which software answers, and what of it is history."""
    return (
        f"Prometheus {_version(PROMETHEUS)} and node-exporter {_version(EXPORTER)} (Debian): queries over a "
        "kept history, alerts evaluated on live targets (grader/lab/prometheus/README.md)"
    )


@contextmanager
def running(*command: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program, what it says in `log`; end it at once afterwards: nothing it holds is worth keeping."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=log.parent
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _version(program: str) -> str:
    """Read `prometheus, version 2.42.0+ds (branch: …`."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return (said.stdout or said.stderr).split()[2].partition("+")[0]
