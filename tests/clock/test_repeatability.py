"""The same code gives the same times, however busy the machine is."""

import subprocess
import sys
import time

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from grader.stage import Answer


@pytest.fixture
def busy():
    """Keep a core busy."""
    process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    yield
    process.kill()
    process.wait()


def scenario(stage, clock, play):
    """Return all that can be observed of a slow, faulty, retried and redirected conversation."""
    stage.reset()
    clock.reset()
    stage.route("/fin", text="é" * 100_000, delay=0.2, pieces=5, pause=0.5)
    start = stage.route("/", Answer(503, delay=0.1), Answer(302, headers={"Location": "/fin"}, delay=0.3)).url
    slow = stage.route("/lent", delay=30).url
    cut = stage.route("/coupe", text="abcdef", cut=3, delay=1).url

    def act():
        session = requests.Session()
        session.mount("http://", HTTPAdapter(max_retries=Retry(2, backoff_factor=1, status_forcelist=[503])))
        seen = [len(session.get(start, timeout=2).text), time.perf_counter()]
        for url in (slow, cut):
            try:
                requests.get(url, timeout=1.5)
            except requests.RequestException as error:
                seen += [type(error).__name__, time.perf_counter()]
        return seen

    return play(act), clock.waits[:], [vars(exchange) for exchange in stage.requests]


def test_forty_runs_beside_a_busy_process_are_identical(stage, clock, play, busy):
    first = scenario(stage, clock, play)
    assert first[0][0] == 100_000
    assert first[0][2::2] == ["ReadTimeout", "ChunkedEncodingError"]
    for _ in range(39):
        assert scenario(stage, clock, play) == first
