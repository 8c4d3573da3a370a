"""The notebooks stay usable without our engine: nbgrader as it is installed, executing in a kernel."""

import csv
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.checks.outcome import CheckResult, Outcome, rounded, score
from grader.paths import root, use_own_programs

RIGHT = ["alice", "bruno", "chloe"]
WRONG = ["hugo"]


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory, build_class) -> dict[str, float]:  # type: ignore[no-untyped-def]
    """The scores of a few submissions, each by stock nbgrader in a course folder without any setting of ours.

    Side by side: the notebooks' demonstrations wait for real there.
    """
    use_own_programs()
    folders = {student: tmp_path_factory.mktemp(student) for student in (*RIGHT, *WRONG)}
    for student, folder in folders.items():
        build_class(folder, {student})
    with ThreadPoolExecutor() as pool:
        return dict(zip(folders, pool.map(_stock_score, folders.values()), strict=True))


def _stock_score(folder: Path) -> float:
    shutil.copytree(root() / "notebooks" / "ex1_monitoring", folder / "source" / "ex1_monitoring")
    for arguments in (["generate_assignment", "ex1_monitoring"], ["autograde", "ex1_monitoring"], ["export"]):
        command = [sys.executable, "-m", "nbgrader", *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stderr[-3000:]
    with open(folder / "grades.csv", encoding="utf-8") as file:
        return float(next(csv.DictReader(file))["score"])


@pytest.mark.parametrize("student", RIGHT)
def test_a_right_answer_gets_full_marks(scores, student):
    assert scores[student] == 20


@pytest.mark.parametrize("student", WRONG)
def test_a_wrong_answer_gets_no_more_than_the_visible_checks_allow(scores, course, student):
    assert scores[student] <= _visible_score(course.results[student]) + 0.005


def _visible_score(result: dict) -> float:
    visible = (root() / "solutions" / "ex1_monitoring" / "test_visible.py").read_text(encoding="utf-8")
    total = 0.0
    for question in result["questions"]:
        shown = [
            CheckResult(check["name"], "", Outcome(check["outcome"]), question["id"])
            for check in question["checks"]
            if f"def {check['name'].split('[')[0]}(" in visible
        ]
        total += rounded(score(shown, int(question["max_points"])))
    return total
