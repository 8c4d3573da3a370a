"""An error at the end loses nothing: the table and the JSON are there, one sentence says what is not."""

import errno
import json
import os
import sqlite3
from contextlib import closing

import pytest

from grader.checks.outcome import CheckResult, Outcome
from grader.cli import main
from grader.marking import command, entering, writing
from grader.marking.exercise import exercise
from grader.marking.mark import Mark, QuestionMark, Status
from grader.paths import notebooks

NAME = "ex1_monitoring"


@pytest.fixture
def marked(tmp_path, monkeypatch):
    """A class of two whose marking takes no time: `marked()` is the exit code of `grader grade` on it."""
    content = (notebooks() / NAME / f"{NAME}.ipynb").read_bytes()
    for student in ("alice", "bruno"):
        folder = tmp_path / "submitted" / student / NAME
        folder.mkdir(parents=True)
        (folder / f"{NAME}.ipynb").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "mark_all", lambda jobs, workers, isolated: map(full_mark, jobs))
    monkeypatch.setenv("COLUMNS", "100")
    return lambda *arguments: main(["grade", "--json", "notes.json", "--no-sandbox", *arguments])


def full_mark(job):
    questions = [
        QuestionMark(name, points, [CheckResult("test", "", Outcome.PASSED, name)])
        for name, points in exercise(NAME).points.items()
    ]
    return Mark(job.student, NAME, Status.GRADED, questions)


@pytest.fixture
def loses_nothing(marked, capsys):
    """Run it: the table and the JSON must be there, and one sentence with these words."""

    def run(*words: str) -> None:
        capsys.readouterr()
        assert marked() == 1
        printed = capsys.readouterr()
        assert printed.out.count("20 / 20") == 2
        results = json.loads((command.Path("notes.json")).read_text(encoding="utf-8"))["results"]
        assert [result["score"] for result in results] == [20, 20]
        assert not all(result["entered"] for result in results)
        assert len(printed.err.strip().splitlines()) == 1
        for word in words:
            assert word in printed.err

    return run


def test_a_gradebook_that_works_needs_no_sentence(marked, capsys):
    assert marked() == 0
    assert capsys.readouterr().err == ""


def test_a_gradebook_that_another_program_holds(marked, loses_nothing, monkeypatch):
    assert marked() == 0
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **kw: connect(*args, **{**kw, "timeout": 0}))
    monkeypatch.setattr("sqlite3.dbapi2.connect", sqlite3.connect)
    with closing(connect("gradebook.db")) as held:
        held.execute("BEGIN EXCLUSIVE")
        loses_nothing("verrouillé", "gradebook.db")
    assert marked() == 0


def test_a_gradebook_that_is_let_go_before_the_end(marked, monkeypatch):
    enter, failed = entering.enter, []

    def held_once(*arguments):
        if not failed:
            failed.append(True)
            raise locked()
        enter(*arguments)

    monkeypatch.setattr(entering, "enter", held_once)
    assert marked() == 0


def locked() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorname = "SQLITE_BUSY"
    return error


def test_a_gradebook_of_another_nbgrader(marked, loses_nothing):
    assert marked() == 0
    with closing(sqlite3.connect("gradebook.db")) as gradebook:
        gradebook.execute("UPDATE alembic_version SET version_num = '724cde206c17'")
        gradebook.commit()
    loses_nothing("nbgrader db upgrade", "sauvegardez-le")


def test_a_gradebook_with_other_tables(loses_nothing):
    with closing(sqlite3.connect("gradebook.db")) as gradebook:
        gradebook.execute("CREATE TABLE assignment (id TEXT PRIMARY KEY)")
    loses_nothing("nbgrader db upgrade")


def test_a_gradebook_that_is_none(loses_nothing):
    command.Path("gradebook.db").write_bytes(b"PK\x03\x04" * 100)
    loses_nothing("n'est pas un carnet", "déplacez-le")


def test_a_gradebook_that_knows_other_questions(marked, loses_nothing):
    assert marked() == 0
    with closing(sqlite3.connect("gradebook.db")) as gradebook:
        gradebook.execute("UPDATE base_cell SET name = 'ancienne' WHERE name = 'alerte'")
        gradebook.commit()
    loses_nothing("autre version de « ex1_monitoring »".replace("« ", "«\u00a0").replace(" »", "\u00a0»"))


@pytest.mark.parametrize(
    ("code", "word"), [(errno.ENOSPC, "disque est plein"), (errno.EROFS, "le droit d'écrire")]
)
def test_a_folder_that_takes_nothing(loses_nothing, monkeypatch, code, word):
    def refuse(*arguments):
        raise OSError(code, os.strerror(code), "autograded")

    monkeypatch.setattr(entering, "_publish", refuse)
    loses_nothing("autograded", word)


def test_an_unknown_error_costs_its_submission_only(marked, monkeypatch, capsys):
    enter = entering.enter

    def bug(mark, *arguments):
        if mark.student == "alice":
            raise ZeroDivisionError("une\nerreur")
        enter(mark, *arguments)

    monkeypatch.setattr(entering, "enter", bug)
    assert marked() == 1
    printed = capsys.readouterr()
    assert "ZeroDivisionError\u00a0: une)" in " ".join(printed.out.split(" "))
    assert "saisissez-la" in printed.out
    results = json.loads(command.Path("notes.json").read_text(encoding="utf-8"))["results"]
    assert [result["entered"] for result in results] == [False, True]


def test_an_earlier_marked_notebook_stays_until_there_is_a_new_one(
    marked, loses_nothing, monkeypatch, tmp_path
):
    assert marked() == 0
    notebook = tmp_path / "autograded" / "alice" / NAME / f"{NAME}.ipynb"
    monkeypatch.setattr(entering._Entering, "init_assignment", lambda *names: (_ for _ in ()).throw(locked()))
    loses_nothing("verrouillé")
    assert notebook.is_file()


def test_an_earlier_report_stays_until_there_is_a_new_one(marked, monkeypatch, capsys, tmp_path):
    (tmp_path / "notes.json").write_text("ancien")

    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writing.os, "replace", full)
    assert marked() == 1
    printed = capsys.readouterr()
    assert printed.out.count("20 / 20") == 2
    assert printed.err.startswith("notes.json ne peut pas être écrit, car le disque est plein")
    assert (tmp_path / "notes.json").read_text() == "ancien"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".notes")]


def test_a_report_goes_through_a_link_or_a_pipe(marked, tmp_path):
    (tmp_path / "ailleurs.json").write_text("ancien")
    (tmp_path / "notes.json").symlink_to("ailleurs.json")
    assert marked() == 0
    assert json.loads((tmp_path / "ailleurs.json").read_text(encoding="utf-8"))["version"] == 1
    assert marked("--json", "/dev/null") == 0


def test_a_report_that_cannot_be_is_refused_before_anything_is_marked(marked, capsys, tmp_path):
    (tmp_path / "dossier").mkdir()
    assert marked("--json", "dossier") == 2
    printed = capsys.readouterr()
    assert "dossier est un dossier" in printed.err
    assert printed.out == ""


def test_half_a_character_does_not_end_the_report(tmp_path):
    writing.write_report(tmp_path / "notes.json", [Mark("zoe", NAME, Status.MISSING, [], ["\ud83d"])])
    document = json.loads((tmp_path / "notes.json").read_text(encoding="utf-8"))
    assert document["results"][0]["notices"] == ["?"]


def test_a_notebook_under_another_name_was_handed_in(tmp_path, sandbox, capsys):
    folder = tmp_path / "submitted" / "alice" / NAME
    folder.mkdir(parents=True)
    assert main(["grade", str(tmp_path / "submitted")]) == 0
    (folder / f"{NAME} (1).ipynb").write_text("{}")
    assert main(["grade", str(tmp_path / "submitted")]) == 1
    assert "La copie doit s'appeler" in capsys.readouterr().out
