"""What a trainee has done: kept beside the notebooks, whatever happens to the file."""

import json

import pytest

from grader.notebook import progress as module
from grader.notebook.check import check
from grader.notebook.progress import FOLDER, progress, remember


def shares() -> dict[str, str]:
    return {line.title: line.share for line in progress().lines}


@pytest.fixture
def lesson_01(write_lesson, tmp_path, monkeypatch, nothing_open, names):
    """The lesson under a name of the course's kind, with a question and a quiz."""
    from grader.notebook.course import open_course

    monkeypatch.chdir(write_lesson(tmp_path))
    (tmp_path / "test_lecon.py").rename(tmp_path / "test_01_lecon.py")
    notebook = json.loads((tmp_path / "lecon.ipynb").read_text())
    marked = {"nbgrader": {"grade": True, "grade_id": "double", "points": 0}}
    sources = [('check("double")', marked), ('quiz("idempotence")', {}), ('# hint("double")', {})]
    notebook["cells"] = [
        {"cell_type": "code", "source": source, "metadata": data} for source, data in sources
    ]
    notebook["metadata"]["title"] = "Leçon"
    (tmp_path / "01_lecon.ipynb").write_text(json.dumps(notebook))
    return open_course("01_lecon", names)


def test_nothing_is_done_at_first(lesson_01):
    assert shares() == {"Leçon": "0/2"}


def test_a_question_that_passes_is_kept(lesson_01, cell, names):
    cell("def double(n): return n + 1")
    check("double")
    assert shares() == {"Leçon": "0/2"}
    cell("def double(n): return n * 2")
    check("double")
    assert shares() == {"Leçon": "1/2"}
    remember(lesson_01, "idempotence")
    remember(lesson_01, "idempotence")
    assert shares() == {"Leçon": "2/2"}


def test_what_is_no_longer_asked_does_not_count(lesson_01):
    remember(lesson_01, "ancienne-question")
    assert shares() == {"Leçon": "0/2"}


@pytest.mark.parametrize("spoilt", ["", "{", "3", "null"])
def test_a_spoilt_file_counts_for_nothing_and_is_written_anew(lesson_01, spoilt, tmp_path):
    remember(lesson_01, "double")
    (tmp_path / FOLDER / "01_lecon.json").write_text(spoilt)
    assert shares() == {"Leçon": "0/2"}
    remember(lesson_01, "double")
    assert shares() == {"Leçon": "1/2"}


def test_a_folder_that_cannot_be_written_keeps_nothing(lesson_01, tmp_path):
    (tmp_path / FOLDER).write_text("a file in its place")
    remember(lesson_01, "double")
    assert shares() == {"Leçon": "0/2"}


def test_an_exercise_keeps_its_progress_with_the_lessons(exercise, tmp_path, cell):
    cell("def double(n): return n * 2")
    check("double")
    folder = exercise.checks_file.parent.parent
    assert json.loads((folder / FOLDER / "exo.json").read_text()) == ["double"]


def test_a_notebook_shows_links_and_bars(lesson_01, monkeypatch):
    monkeypatch.setattr(module, "in_kernel", lambda: True)
    html = progress()._repr_mimebundle_()["text/html"]
    assert '<a href="01_lecon.ipynb">Leçon</a>' in html
    assert '<progress value="0" max="2">' in html
