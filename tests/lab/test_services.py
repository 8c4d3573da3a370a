"""Starting and stopping the lab."""

import http.client
import json
import socket

import psutil
import pytest

from grader.lab.catalog import SERVICES, needed_by
from grader.lab.services import running


def children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def get(port: int, path: str, host: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": host})
    return connection.getresponse()


def test_services_answer_as_their_public_selves():
    before = children()
    with running(SERVICES[:2]) as ports:
        users = json.load(get(ports["https://api.example.com"], "/users", "api.example.com"))
        echo = json.load(get(ports["https://httpbin.org"], "/get", "httpbin.org"))
        started = [process for process in children() if process not in before]
    assert users["total"] == 25
    assert echo["url"] == "https://httpbin.org/get"
    assert echo["origin"] == "203.0.113.7"
    assert len(started) == 4  # two services, each with its worker
    assert psutil.wait_procs(started, timeout=30)[1] == []


def test_services_stop_when_the_work_fails():
    before, ports = children(), {}

    def fail():
        with running(SERVICES[:1]) as started:
            ports.update(started)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert children() == before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", ports["https://api.example.com"]))


def test_the_api_and_the_server_of_its_tokens_are_one_process():
    example = [service for service in SERVICES if service.host in ("api.example.com", "auth.example.com")]
    before = children()
    with running(example) as ports:
        refused = get(ports["https://auth.example.com"], "/oauth/token", "auth.example.com").status
        assert get(ports["https://api.example.com"], "/users", "api.example.com").status == 200
        started = [process for process in children() if process not in before]
    assert refused == 405
    assert len(set(ports.values())) == 1
    assert len(started) == 2  # the server and its worker
    assert psutil.wait_procs(started, timeout=30)[1] == []


def test_only_the_services_that_a_notebook_names_are_needed():
    assert [service.host for service in needed_by("requests.get('https://httpbin.org/get')")] == [
        "httpbin.org"
    ]
    assert needed_by("print(1)") == []


def test_provenance_names_the_versions():
    assert "httpbin 0." in SERVICES[1].made_of()
