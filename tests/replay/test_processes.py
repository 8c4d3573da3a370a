"""The replay in whole processes: a kernel, IPython's terminal, a script that is watched."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.execution import execute

URL = "https://httpbin.org"
START = (
    "import requests\nfrom grader import replay\nreplay.start('lecon', __import__('pathlib').Path({path!r}))"
)
STATES = (
    f'[requests.get("{URL}/x").status_code, requests.delete("{URL}/x").status_code, '
    f'requests.get("{URL}/x").status_code]'
)


@pytest.fixture
def path(recorded, cassette) -> Path:
    return cassette(
        recorded("etats", "GET", f"{URL}/x", 200, source=STATES),
        recorded("etats", "DELETE", f"{URL}/x", 204, source=STATES),
        recorded("etats", "GET", f"{URL}/x", 404, source=STATES),
        recorded("lire", "GET", f"{URL}/x", 200),
    )


def test_a_kernel_runs_cells_in_any_order(path, tmp_path):
    notebook = new_notebook(
        cells=[
            new_code_cell(START.format(path=str(path)), id="demarrer"),
            new_code_cell(STATES, id="etats"),
            new_code_cell(f'requests.get("{URL}/x").status_code', id="lire"),
            new_code_cell('requests.get("https://api.example.com/users/123").json()["id"]', id="direct"),
            new_code_cell(
                f'try: requests.get("{URL}/y")\nexcept Exception: pass', id="cache", metadata={"tags": []}
            ),
            new_code_cell(f'requests.get("{URL}/z")', id="absent", metadata={"tags": ["raises-exception"]}),
        ]
    )
    order = ["demarrer", *random.Random(1).choices(["etats", "lire", "direct", "cache", "absent"], k=15)]
    order += ["etats", "demarrer", "etats", "lire", "direct", "cache", "absent"]
    for cell in execute(notebook, cwd=tmp_path, order=order).cells[1:]:
        _is_right(cell)


def _is_right(cell):
    shown = [output.get("data", {}).get("text/plain", "").replace("\xa0", " ") for output in cell.outputs]
    if cell.id == "etats":
        assert shown == ["[200, 204, 404]"]
    elif cell.id == "lire":
        assert shown == ["200"]
    elif cell.id == "direct":
        assert sorted(shown)[0] == "123"
        assert any("En direct" in text for text in shown)
        assert "En direct" in str([output.data for output in cell.outputs if "text/html" in output.data])
    elif cell.id == "cache":
        assert "Votre code a intercepté" in shown[0]
    elif cell.id == "absent":
        (error,) = cell.outputs
        assert (error.ename, len(error.traceback)) == ("NotRecorded", 5)


def test_plain_ipython_answers_by_the_source(path, tmp_path):
    session = [*START.format(path=str(path)).splitlines(), STATES, STATES, f"requests.get('{URL}/z')", "exit"]
    done = subprocess.run(
        [sys.executable, "-m", "IPython", "--simple-prompt", "--no-banner", "--colors=nocolor"],
        input="\n".join(session) + "\n",
        env={**os.environ, "IPYTHONDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.count("[200, 204, 404]") == 2
    assert "Requête non enregistrée" in done.stdout
    assert "Traceback" not in done.stdout


WATCHED = """
import sys
from ipaddress import ip_address
outside = []

def watch(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        note(arguments[0], is_name)
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        note(arguments[1][0], is_outside)

def note(host, question):
    if question(host):
        outside.append(host)

def is_name(host):
    try:
        return not ip_address(host)
    except ValueError:
        return True

def is_outside(host):
    return not ip_address(host).is_loopback

sys.addaudithook(watch)

import socket, urllib.request, requests
from contextlib import suppress
from pathlib import Path
from grader import replay
replay.start("lecon", Path(sys.argv[1]))

server = socket.create_server(("127.0.0.1", 0))
socket.create_connection(server.getsockname()).close()
print(requests.get("https://httpbin.org/x").status_code)
print(requests.get("https://api.example.com/users").status_code)
for url in ("https://httpbin.org/z", "https://192.0.2.1/", "http://inexistant.invalid/", "ftp://example.com/",
            "http://user:mot@example.com:8080/", "https://[2001:db8::1]/"):
    with suppress(Exception):
        requests.get(url, proxies={"ftp": "http://proxy.example:3128"})
    with suppress(Exception):
        urllib.request.urlopen(url)
for attempt in (socket.create_connection, socket.socket().connect, socket.socket().connect_ex):
    for address in (("example.com", 80), ("192.0.2.1", 80)):
        with suppress(OSError):
            attempt(address)
print(outside)
"""


def test_no_address_outside_is_ever_asked_of_a_socket(path):
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(path)], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.splitlines() == ["200", "200", "[]"], done.stderr
