"""What a submission can say or change without earning anything by it."""

import pytest

from grader.checks.outcome import Outcome
from grader.checks.session import Scene, run_session
from grader.student.handle import Student

CHECKS = '''
from grader.checks import question
q = question("q")

@q
def test_it(student, stage, clock):
    """La réponse"""
    url = stage.route("/health", json={"status": "ok"}, delay=5).url
    result = student.check_service("a", url, timeout=2)
    assert result["status"] == "down"
    assert clock.elapsed == 2
    assert stage.requests[0].path == "/health"
'''
RIGHT = """
import requests
def check_service(name, url, timeout):
    try:
        requests.get(url, timeout=timeout).raise_for_status()
    except requests.RequestException:
        return {"status": "down"}
    return {"status": "up"}
"""
PRETEND = "def check_service(name, url, timeout): return {'status': 'down'}\n"
CHEATS = {
    "an answer without a request": PRETEND,
    "pytest told that all is well": f"""
import _pytest.python
_pytest.python.Function.runtest = lambda self: None
{PRETEND}""",
    "the codec replaced": f"""
import grader.student.host as host
host.encode = lambda value, keep: {{"status": "down"}}
{PRETEND}""",
    "the host replaced": f"""
import grader.student.host as host
host.Host.handle = lambda self, request: {{"value": {{"status": "down"}}, "outcome": "passed"}}
{PRETEND}""",
    "waiting without a request": """
import time
def check_service(name, url, timeout):
    time.sleep(timeout)
    return {"status": "down"}
""",
    "time made real again": """
import grader.clock.hooks as hooks, requests
hooks._virtual = lambda: None
def check_service(name, url, timeout):
    try:
        requests.get(url, timeout=0.01)
    except requests.Timeout:
        return {"status": "down"}
""",
    "a value equal to everything": """
class Wild(dict):
    def __getitem__(self, key): return self
    def __eq__(self, other): return True
def check_service(name, url, timeout): return Wild(status="up")
""",
    "an exception called passed": """
class Passed(Exception): pass
def check_service(name, url, timeout): raise Passed
""",
    "a request whose answer is not waited for": """
import http.client
def check_service(name, url, timeout):
    http.client.HTTPConnection(url.split("/")[2]).request("GET", "/health")
    return {"status": "down"}
""",
}


@pytest.fixture
def marked(sandbox, tmp_path):
    """Return what marks a cell against the checks and returns the outcome."""
    path = tmp_path / "test_hidden.py"
    path.write_text(CHECKS, encoding="utf-8")

    def mark(code):
        outcomes = []

        def drive(session):
            (item,) = session.items["q"]
            with sandbox.submission() as submission:
                submission.run_cell(code, None)
                with submission.fork() as link:
                    scene = Scene(Student(link), submission.stage, submission.clock)
                    outcomes.append(session.run(item, scene).outcome)

        run_session([path], drive)
        return outcomes[0]

    return mark


def test_the_right_answer_passes(marked):
    assert marked(RIGHT) is Outcome.PASSED


@pytest.mark.parametrize("name", CHEATS)
def test_a_cheat_earns_nothing(marked, name):
    assert marked(CHEATS[name]) in (Outcome.FAILED, Outcome.ERROR)


def test_the_checks_are_not_in_the_memory_of_the_process(sandbox, marked):
    code = """
import gc, sys
def look():
    held = [item for item in gc.get_objects() if isinstance(item, dict) and "test_it" in item]
    return len(held), [name for name in sys.modules if name.startswith(("test_hidden", "pytest", "_pytest"))]
"""
    marked(RIGHT)
    with sandbox.submission() as submission:
        submission.run_cell(code, None)
        with submission.fork() as link:
            assert Student(link).look() == [0, []]
