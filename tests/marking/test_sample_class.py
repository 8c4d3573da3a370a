"""The sample class gets its golden marks, and nothing of one submission reaches another."""

import json
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

SAMPLES = Path(__file__).parent.parent / "samples" / "ex1_monitoring"
STUDENTS = sorted(json.loads((SAMPLES / "golden.json").read_text(encoding="utf-8")))
OUTCOMES = {"passed", "failed", "blocked", "not_attempted", "error"}


@pytest.mark.parametrize("student", STUDENTS)
def test_student_gets_the_golden_marks(course, golden, student):
    result = course.results[student]
    assert result["status"] == golden[student]["status"]
    assert result["score"] == pytest.approx(golden[student]["score"])
    assert {q["id"]: q["points"] for q in result["questions"]} == golden[student]["questions"]


def test_unreadable_submissions_are_told_by_the_exit_code(course):
    assert course.code == 1


def test_report_has_the_documented_shape(course):
    for result in course.results.values():
        assert result["max_score"] == 20
        assert result["assignment"] == "ex1_monitoring"
        for question in result["questions"]:
            assert question.keys() == {"id", "points", "max_points", "checks"}
            for check in question["checks"]:
                assert check.keys() == {"name", "title", "outcome", "message"}
                assert check["outcome"] in OUTCOMES
                assert check["outcome"] == "passed" or check["message"]


def test_gradebook_has_the_same_scores(course, golden):
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        for student, mark in golden.items():
            if mark["status"] == "graded":
                submission = gradebook.find_submission("ex1_monitoring", student)
                assert submission.score == pytest.approx(mark["score"])
                assert not submission.needs_manual_grade


def test_autograded_notebook_shows_the_table_and_no_hidden_code(course):
    path = course.folder / "autograded" / "hugo" / "ex1_monitoring" / "ex1_monitoring.ipynb"
    notebook = nbformat.read(path, 4)
    tables = [
        output.data["text/html"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "execute_result"
    ]
    assert len(tables) == 6
    assert any("échoué" in table for table in tables)
    assert "def test_" not in path.read_text(encoding="utf-8")


def test_student_files_beside_the_notebook_are_not_run(course):
    assert course.results["quentin"]["score"] == 20


def test_cheats_are_told_to_the_instructor(course):
    assert any("modifiées" in notice for notice in course.results["romain"]["notices"])
