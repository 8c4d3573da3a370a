"""`grader release --check`: it names each file of notebooks/ that is out of step, by its bytes."""

import pytest

from grader.cli import main
from grader.release import check, release


@pytest.fixture(autouse=True)
def released(course):
    release()


def test_a_fresh_release_is_in_step(course, capsys):
    assert check() == []
    assert main(["release", "--check"]) == 0
    assert capsys.readouterr().out == "Les notebooks sont à jour.\n"


def test_a_file_that_differs_by_one_byte_is_named(course, capsys):
    notebook = course.notebooks / "01_etats.ipynb"
    notebook.write_bytes(notebook.read_bytes() + b"\n")
    assert check() == [notebook]
    assert main(["release", "--check"]) == 1
    assert "notebooks/01_etats.ipynb\u00a0: diffère de sa source" in capsys.readouterr().out


def test_a_file_that_is_missing_is_named(course, capsys):
    (course.notebooks / "ex1_etats" / "test_visible.py").unlink()
    assert main(["release", "--check"]) == 1
    assert "notebooks/ex1_etats/test_visible.py\u00a0: manque" in capsys.readouterr().out


def test_a_source_that_changed_is_noticed(course):
    course.lesson.write_text(
        course.lesson.read_text(encoding="utf-8").replace("json", "csv"), encoding="utf-8"
    )
    assert check() == [course.notebooks / "01_etats.ipynb"]


def test_checks_that_changed_make_two_files_stale(course):
    course.lesson.with_name("test_01_etats.py").write_text("def test_other(): ...\n")
    assert check() == [course.notebooks / "01_etats.ipynb", course.notebooks / "test_01_etats.py"]


def test_a_file_that_no_source_yields_is_named_and_never_removed(course, capsys):
    stray = course.notebooks / "ancien.ipynb"
    stray.write_text("{}")
    assert main(["release", "--check"]) == 1
    assert "notebooks/ancien.ipynb\u00a0: aucune source ne le produit" in capsys.readouterr().out
    release()
    assert stray.exists()


@pytest.mark.parametrize("by_product", [".ipynb_checkpoints/x.ipynb", "ex1_etats/__pycache__/x.pyc"])
def test_what_jupyter_and_python_leave_behind_is_ignored(course, by_product):
    path = course.notebooks / by_product
    path.parent.mkdir()
    path.write_bytes(b"")
    assert check() == []


def test_a_name_limits_the_check(course):
    (course.notebooks / "01_etats.ipynb").unlink()
    assert check(["ex1_etats"]) == []
    assert check(["01_etats"]) == [course.notebooks / "01_etats.ipynb"]


def test_the_command_says_what_it_wrote(course, capsys):
    (course.notebooks / "01_etats.ipynb").unlink()
    assert main(["release"]) == 0
    assert capsys.readouterr().out == "notebooks/01_etats.ipynb\u00a0: régénéré\n"
    assert main(["release"]) == 0
    assert capsys.readouterr().out == "Les notebooks étaient déjà à jour.\n"
