"""nbgrader's own commands, unchanged, from the course's root: the same marks, and no leak."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.paths import root

ODD = "zoé d'été"
STUDENTS = {"alice", "hugo", "lea", "nathan", "romain"}
LEAKS = ("test_hidden.py", "conftest.py")


def nbgrader(folder: Path, *arguments: str) -> str:
    """Run an nbgrader command in ``folder`` and return what it said."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, sandbox: None, build_class) -> Path:  # type: ignore[no-untyped-def]
    """A clone's folders, with a few submissions, autograded and with their feedback."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("solutions", "notebooks"):
        shutil.copytree(root() / name, folder / name)
    shutil.copy(root() / "nbgrader_config.py", folder)
    build_class(folder, STUDENTS)
    (folder / "submitted" / "lea" / "ex1_monitoring" / "lien.txt").symlink_to("/etc/hostname")
    _hand_in_oddly(folder / "submitted")
    nbgrader(folder, "autograde", "ex1_monitoring")
    nbgrader(folder, "generate_feedback", "ex1_monitoring")
    nbgrader(folder, "export")
    return folder


def _hand_in_oddly(submitted: Path) -> None:
    """The answers of alice in UTF-16, with half an emoji, what Colab writes, and a date that is none."""
    notebook = json.loads((submitted / "alice" / "ex1_monitoring" / "ex1_monitoring.ipynb").read_bytes())
    notebook["cells"].append({"cell_type": "code", "source": "print('\\ud83d')  # \ud83d"})
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {}}
    folder = submitted / ODD / "ex1_monitoring"
    folder.mkdir(parents=True)
    (folder / "ex1_monitoring.ipynb").write_text(json.dumps(notebook), encoding="utf-16")
    (folder / "timestamp.txt").write_text("hier soir")


def test_export_has_the_golden_scores(clone, golden):
    with open(clone / "grades.csv", encoding="utf-8") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores.pop(ODD) == 20
    assert scores == pytest.approx({student: golden[student]["score"] for student in STUDENTS})


@pytest.mark.parametrize("place", ["notebooks", "autograded", "feedback"])
def test_no_hidden_check_and_no_source_is_copied(clone, place):
    files = [path for path in (clone / place).rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if path.name in LEAKS or path.suffix == ".md"]
    checks = {*(root() / "solutions").rglob("test_*.py")}
    secret = {file for file in checks if file.name == "test_hidden.py"}
    shown = "\n".join(file.read_text(encoding="utf-8") for file in checks - secret)
    bodies = {line for line in set().union(*map(_assertions, secret)) if line not in shown}
    assert len(bodies) > 100
    for path in files:
        content = path.read_text(encoding="utf-8")
        assert not [line for line in bodies if line in content], path


def _assertions(checks: Path) -> set[str]:
    lines = checks.read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip().startswith("assert ")}


def test_a_link_that_was_handed_in_is_not_followed(clone):
    assert not list(clone.rglob("lien.txt"))


def test_feedback_is_french_and_self_contained(clone):
    page = (clone / "feedback" / "hugo" / "ex1_monitoring" / "ex1_monitoring.html").read_text(
        encoding="utf-8"
    )
    assert "Note\u00a0: 18 sur 20" in page
    assert "Correction de « changements »" in page
    assert "échoué" in page
    assert "Score:" not in page
    assert "<script" not in page.lower()


@pytest.mark.parametrize(("student", "remark"), [("romain", "modifiées"), (ODD, "timestamp.txt")])
def test_feedback_shows_the_remarks(clone, student, remark):
    page = (clone / "feedback" / student / "ex1_monitoring" / "ex1_monitoring.html").read_text(
        encoding="utf-8"
    )
    remarks = page.partition("<strong>Remarques</strong>")[2].partition("</section>")[0]
    assert remark in remarks


def test_the_formgraders_feedback_button_gives_the_same_page(clone):
    page = clone / "feedback" / "hugo" / "ex1_monitoring" / "ex1_monitoring.html"
    before = page.read_text(encoding="utf-8")
    # The formgrader sets its own page's template for every exporter of its process.
    theirs = "--HTMLExporter.template_name=formgrade"
    nbgrader(clone, "generate_feedback", "ex1_monitoring", "--student=hugo", "--force", theirs)
    assert page.read_text(encoding="utf-8") == before


def test_a_release_survives_the_generate_command(clone):
    before = {path: path.read_bytes() for path in (clone / "notebooks").rglob("*") if path.is_file()}
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", "ex1_monitoring", "--force"],
        cwd=clone,
        capture_output=True,
    )
    assert {path: path.read_bytes() for path in (clone / "notebooks").rglob("*") if path.is_file()} == before
