"""Start the lab's Prometheus on loopback, with what it scrapes, and end it whatever happens."""

import gzip
import json
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from string import Template

from grader.errors import UserError
from grader.lab.prometheus.front import fronting
from grader.lab.prometheus.programs import EXPORTER, PROMETHEUS, PROMTOOL, require, running

PUBLIC = "http://prometheus:9090"
PACKAGE = Path(__file__).parent
HISTORY = PACKAGE / "history.om.gz"

_PATIENCE = 60  # seconds until both alerts are there; two are enough on an idle machine
_FOREVER = "100y"  # the history is older than what Prometheus keeps by default


@contextmanager
def serving() -> Iterator[int]:
    """Run Prometheus behind its front; yield the front's loopback port.

    Raises:
        UserError: a program is not installed, or Prometheus did not get ready.
    """
    require()
    with tempfile.TemporaryDirectory() as place, _refusing() as nobody, _exporter(Path(place)) as exporter:
        folder = Path(place)
        _backfill(folder / "data")
        _configure(folder, exporter=exporter, nobody=nobody)
        with _prometheus(folder) as port, fronting(port) as front:
            yield front


@contextmanager
def _refusing() -> Iterator[str]:
    """Yield an address that refuses connections: bound, so that nobody else listens, and not listening."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield "127.0.0.1:{1}".format(*bound.getsockname())


@contextmanager
def _exporter(folder: Path) -> Iterator[str]:
    """Run a node-exporter that tells nothing of this machine; yield its address."""
    address = f"127.0.0.1:{_free_port()}"
    collectors = ["--collector.disable-defaults", "--web.disable-exporter-metrics", "--collector.textfile"]
    options = [*collectors, f"--collector.textfile.directory={PACKAGE / 'textfile'}"]
    with running(EXPORTER, *options, f"--web.listen-address={address}", log=folder / "exporter.log"):
        yield address


def _backfill(data: Path) -> None:
    """Turn the kept history into blocks, as if Prometheus had scraped it."""
    text = data.with_name("history.om")
    text.write_bytes(gzip.decompress(HISTORY.read_bytes()))
    blocks = [PROMTOOL, "tsdb", "create-blocks-from", "openmetrics", str(text), str(data)]
    subprocess.run(blocks, check=True, capture_output=True)


def _configure(folder: Path, **addresses: str) -> None:
    template = Template((PACKAGE / "prometheus.yml").read_text(encoding="utf-8"))
    (folder / "prometheus.yml").write_text(template.substitute(addresses), encoding="utf-8")
    # Copied as text: the rules' own « $ » belong to Prometheus.
    (folder / "rules.yml").write_text((PACKAGE / "rules.yml").read_text(encoding="utf-8"), encoding="utf-8")


@contextmanager
def _prometheus(folder: Path) -> Iterator[int]:
    port = _free_port()
    options = [f"--web.listen-address=127.0.0.1:{port}", f"--web.external-url={PUBLIC}", "--log.level=error"]
    storage = ["--storage.tsdb.path=data", f"--storage.tsdb.retention.time={_FOREVER}"]
    config = "--config.file=prometheus.yml"
    with running(PROMETHEUS, config, *options, *storage, log=folder / "prometheus.log") as process:
        _wait_for_alerts(process, port, folder / "prometheus.log")
        yield port


def _wait_for_alerts(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the rules have seen the live targets: one alert fires, one is pending."""
    deadline = time.monotonic() + _PATIENCE
    while _states(port) != {"firing", "pending"}:
        if process.poll() is not None or time.monotonic() > deadline:
            raise UserError(f"Prometheus n'est pas prêt : {log.read_text(errors='replace')[-500:]}")
        time.sleep(0.1)


def _states(port: int) -> set[str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/v1/alerts")
        answer = json.load(connection.getresponse())
        return {alert["state"] for alert in answer["data"]["alerts"]}
    except (OSError, HTTPException, ValueError):
        return set()  # not listening yet
    finally:
        connection.close()


def _free_port() -> int:
    """Return a port that was free: these programs open theirs by number."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
