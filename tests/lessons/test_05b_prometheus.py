"""Lesson 05b: the module's class as it stands, what it lacks, and the client that mends it."""

from datetime import UTC, datetime, timedelta

import nbformat
import pytest
import requests
import yaml

from grader.paths import cassettes, notebooks

NAME = "05b_prometheus"
NOTEBOOK = nbformat.read(notebooks() / f"{NAME}.ipynb", as_version=4)
CODE = {cell.id: cell.source for cell in NOTEBOOK.cells if cell.cell_type == "code"}

REFUSAL = {"status": "error", "errorType": "bad_data", "error": "parse error"}
EMPTY = {"status": "success", "data": {"resultType": "vector", "result": []}}
ALERTS = [{"state": "firing", "labels": {}}, {"state": "pending", "labels": {}}]
END = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def defined(defined_by):
    """What these cells define, without the requests that they make."""
    return defined_by(*(CODE[cell] for cell in ("client-du-module", "exception", "client-corrige")))


def test_the_module_s_client_asks_as_it_should(defined, stage):
    stage.route("/api/v1/query", json=EMPTY)
    stage.route("/api/v1/query_range", json=EMPTY)
    stage.route("/api/v1/alerts", json={"data": {"alerts": ALERTS}})
    client = defined["PrometheusClient"](f"{stage.url}/")
    assert client.query("up") == EMPTY
    assert client.query_range("up", END - timedelta(hours=1), END, "1m") == EMPTY
    assert client.get_alerts() == ALERTS
    assert stage.requests[1].query == {
        "query": ["up"],
        "start": ["1767600000.0"],
        "end": ["1767603600.0"],
        "step": ["1m"],
    }


def test_the_module_s_client_loses_the_message_of_a_refusal(defined, stage):
    stage.route("/api/v1/query", status=400, json=REFUSAL)
    with pytest.raises(requests.HTTPError) as raised:
        defined["PrometheusClient"](stage.url).query("up{")
    assert "parse error" not in str(raised.value)


def test_the_module_s_client_waits_without_end_and_opens_a_connection_a_call(defined, stage):
    stage.route("/api/v1/query", json=EMPTY)
    client = defined["PrometheusClient"](stage.url)
    client.query("up")
    client.query("up")
    assert [(one.connection, one.timeout) for one in stage.requests] == [(1, None), (2, None)]


def test_the_mended_client_keeps_its_connection(defined, stage):
    stage.route("/api/v1/query", json=EMPTY)
    client = defined["Prometheus"](stage.url)
    client.query("up")
    client.query("up")
    assert [one.connection for one in stage.requests] == [1, 1]


def test_the_mended_client_does_not_wait_without_end(defined, stage):
    stage.route("/api/v1/query", hang=True)
    with pytest.raises(requests.Timeout):
        defined["Prometheus"](stage.url, timeout=0.05).query("up")


def test_the_mended_client_sends_forms(defined, stage):
    stage.route("/api/v1/query_range", json=EMPTY)
    defined["Prometheus"](stage.url).query_range("up", END - timedelta(hours=1), END, "1m")
    (request,) = stage.requests
    assert (request.method, request.target) == ("POST", "/api/v1/query_range")
    assert request.form["start"] == ["1767600000.0"]


def test_the_mended_client_explains_a_refusal(defined, stage):
    stage.route("/api/v1/query", status=400, json=REFUSAL)
    with pytest.raises(defined["PrometheusError"], match="bad_data : parse error"):
        defined["Prometheus"](stage.url).query("up{")


def test_the_mended_client_tells_another_server_s_page_apart(defined, stage):
    stage.route("/api/v1/query", status=502, text="<h1>Bad Gateway</h1>")
    with pytest.raises(requests.HTTPError):
        defined["Prometheus"](stage.url).query("up")


def test_the_mended_client_refuses_a_date_without_a_zone(defined, stage):
    naive = END.replace(tzinfo=None)
    with pytest.raises(ValueError, match="sans fuseau"):
        defined["Prometheus"](stage.url).query_range("up", naive, naive)
    assert stage.requests == []


@pytest.mark.parametrize(
    ("state", "expected"), [(None, ALERTS), ("firing", ALERTS[:1]), ("pending", ALERTS[1:])]
)
def test_the_mended_client_filters_alerts(defined, stage, state, expected):
    stage.route("/api/v1/alerts", json={"status": "success", "data": {"alerts": ALERTS}})
    assert defined["Prometheus"](stage.url).get_alerts(state) == expected


def test_cassette_tells_moments_by_the_clock_that_stands_still():
    cassette = yaml.safe_load((cassettes() / f"{NAME}.yaml").read_text(encoding="utf-8"))
    asked = [one["request"]["uri"] + str(one["request"]["body"]) for one in cassette["interactions"]]
    ranges = [text for text in asked if "query_range" in text]
    assert len(ranges) > 5
    assert [text for text in ranges if "end=1767603600" not in text] == []
