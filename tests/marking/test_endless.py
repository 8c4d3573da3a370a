"""Code that never comes back costs its own question, and the instructor is told."""

import runpy
from pathlib import Path

import pytest

from grader.marking.exercise import exercise
from grader.marking.steps import Asked, Cell, Submission
from grader.marking.worker import mark_submission
from grader.sandbox import sandbox as sandbox_module

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture
def endless(tmp_path, sandbox, monkeypatch):
    """The right answers of alice, but for a `timed_get` that never comes back."""
    monkeypatch.setattr(sandbox_module, "CALL_SECONDS", 0.5)
    runpy.run_path(str(SAMPLES / "build.py"))["build"](tmp_path)
    path = tmp_path / "submitted" / "alice" / "ex1_monitoring" / "ex1_monitoring.ipynb"
    source = path.read_text(encoding="utf-8")
    assert "def timed_get(url, timeout=5):\\n" in source
    loop = "def timed_get(url, timeout=5):\\n    while True:\\n        pass\\n"
    path.write_text(source.replace("def timed_get(url, timeout=5):\\n", loop), encoding="utf-8")
    return mark_submission(path, "alice", exercise("ex1_monitoring"), isolated=True)


def test_questions_that_do_not_use_it_keep_their_points(endless):
    points = {question.id: question.points for question in endless.questions}
    assert points["alerte"] == 4
    assert points["bilan"] == 2
    assert points["latence"] == 0


def test_every_check_is_there_and_says_why(endless):
    for question in endless.questions:
        for check in question.checks:
            assert check.outcome == "passed" or check.message


@pytest.mark.parametrize("source", ["while True: pass", "import time\nwhile True: time.sleep(1)"])
def test_an_endless_cell_costs_itself_only(sandbox, monkeypatch, source):
    from grader.checks.session import run_session
    from grader.marking.marker import Marker
    from grader.sandbox.sandbox import Sandbox

    monkeypatch.setattr(sandbox_module, "CALL_SECONDS", 0.5)
    answer = Cell(
        "import pandas as pd\ndef summarize(history):\n    return pd.DataFrame({'availability': []})"
    )
    notebook = Submission([Cell(source), answer, Asked("bilan")])
    marked = {}

    def drive(session):
        with Sandbox() as box:
            marked.update(Marker(session, box, notebook, None).run())

    run_session(exercise("ex1_monitoring").checks, drive)
    outcomes = {check.outcome for check in marked["bilan"]}
    assert "not_attempted" not in outcomes
    assert "failed" in outcomes
