"""The lab's Prometheus: real answers, the same at every start."""

import json
import time
from http.client import HTTPConnection
from urllib.parse import urlencode

import psutil
import pytest

from grader.errors import UserError
from grader.lab import prometheus
from grader.lab.prometheus import programs
from grader.replay.stopped_clock import NOW

pytestmark = pytest.mark.skipif(bool(programs.missing()), reason="Debian's Prometheus is not installed")
MEMORY = "node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes * 100"


class Lab:
    """The running service, seen by a client."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, path: str, method: str = "GET", **fields: object) -> tuple[int, dict]:
        form = urlencode(fields)
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        if method == "GET":
            connection.request("GET", f"{path}?{form}")
        else:
            connection.request(method, path, form, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        return answer.status, json.load(answer)

    def result(self, query: str, **fields: object) -> list:
        return self.ask("/api/v1/query", query=query, **fields)[1]["data"]["result"]


@pytest.fixture(scope="module")
def lab():
    with prometheus.serving() as port:
        yield Lab(port)


def test_now_is_when_the_history_ends(lab):
    assert {tuple(one["value"]) for one in lab.result("node_memory_MemTotal_bytes")} == {(NOW, "25276510208")}


def test_a_machine_is_down(lab):
    states = {one["metric"]["instance"]: one["value"][1] for one in lab.result("up")}
    assert states == {"web-1:9100": "1", "db-1:9100": "0", "prometheus:9090": "1"}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_last_hour_ends_when_the_history_does(lab, method):
    now = time.time()
    fields = {"query": MEMORY, "start": now - 3600, "end": now, "step": "1m"}
    status, answer = lab.ask("/api/v1/query_range", method, **fields)
    moments = [moment for moment, _ in answer["data"]["result"][0]["values"]]
    assert status == 200
    assert moments == [NOW - 3600 + 60 * minute for minute in range(61)]


def test_a_moment_of_the_history_is_left_alone(lab):
    half_past = NOW - 1800
    assert lab.result("up", time=half_past)[0]["value"][0] == half_past


def test_errors_are_those_of_prometheus(lab):
    status, answer = lab.ask("/api/v1/query", query="up{")
    assert (status, answer["status"], answer["errorType"]) == (400, "error", "bad_data")
    assert "parse error" in answer["error"]


def test_one_alert_fires_and_one_is_pending(lab):
    alerts = lab.ask("/api/v1/alerts")[1]["data"]["alerts"]
    assert {(one["labels"]["alertname"], one["labels"]["instance"], one["state"]) for one in alerts} == {
        ("InstanceDown", "db-1:9100", "firing"),
        ("RebootRequired", "web-1:9100", "pending"),
    }


def test_nothing_is_told_of_this_machine(lab):
    names = lab.ask("/api/v1/label/__name__/values")[1]["data"]
    assert {name for name in names if name.startswith("node_")} == {
        "node_cpu_seconds_total",
        "node_exporter_build_info",
        "node_load1",
        "node_memory_MemAvailable_bytes",
        "node_memory_MemTotal_bytes",
        "node_reboot_required",
        "node_scrape_collector_duration_seconds",
        "node_scrape_collector_success",
        "node_textfile_mtime_seconds",
        "node_textfile_scrape_error",
    }


def test_nothing_is_left(tmp_path, monkeypatch):
    before = psutil.Process().children(recursive=True)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(ZeroDivisionError), prometheus.serving():
        raise ZeroDivisionError
    assert psutil.Process().children(recursive=True) == before
    assert list(tmp_path.iterdir()) == []


def test_missing_programs_are_named(monkeypatch):
    monkeypatch.setattr(programs, "EXPORTER", "no-such-program")
    with pytest.raises(UserError, match="Il manque no-such-program"), prometheus.serving():
        pass


def test_provenance_names_versions_and_history():
    assert programs.made_of().startswith("Prometheus 2.")
    assert "kept history" in programs.made_of()
