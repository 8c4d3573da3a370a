"""The `grader` command: help in French at once, one French sentence for each misuse."""

import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli import main
from grader.errors import UserError

COMMANDS = ["release", "record", "grade", "demo", "lab", "doctor"]
HEAVY = {"IPython", "jupyterlab", "jupytext", "nbformat", "nbgrader", "pandas", "pytest", "requests", "vcr"}
HELP_AND_MODULES = """
import sys
from grader.cli import main
assert main(["--help"]) == 0
print(*sys.modules, file=sys.stderr)
"""


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


def test_help_names_every_command_in_french(capsys):
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"│ {name} " in shown for name in COMMANDS)
    assert "Afficher cette aide." in shown
    assert "Show this message" not in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_in_french(name, capsys):
    assert main([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"Usage: grader {name}" in shown
    assert "Afficher cette aide." in shown


def test_help_imports_nothing_heavy():
    assert not HEAVY & set(run(HELP_AND_MODULES).stderr.split())


def test_without_arguments_the_command_shows_its_help(capsys):
    assert main([]) == 0
    assert "Commandes" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["corriger"], "Commande inconnue « corriger » : "),
        (["grade", "--classe"], "Option inconnue « --classe » : "),
        (["grade", "--jobs"], "Il manque une valeur après « --jobs » : "),
        (["grade", "--jobs", "deux"], "Valeur refusée pour « --jobs » : "),
        (["grade", "--jobs", "0"], "Valeur refusée pour « --jobs » : "),
        (["grade", "a", "b"], "Argument en trop « b » : "),
    ],
)
def test_a_wrong_command_line_is_refused_in_one_french_sentence(arguments, sentence, capsys):
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.replace("\u00a0", " ") == f"{sentence}tapez « grader --help » pour voir ce qui existe.\n"


def test_what_the_user_did_wrong_is_said_without_a_traceback(capsys, monkeypatch):
    def fail(names):
        raise UserError("Rien à produire : ajoutez une source.")

    monkeypatch.setattr("grader.release.command.release_command", fail)
    assert main(["release"]) == 2
    assert capsys.readouterr().err == "Rien à produire\u00a0: ajoutez une source.\n"


def test_grade_hands_its_options_over_and_returns_its_exit_code(monkeypatch):
    seen = []
    monkeypatch.setattr(
        "grader.marking.command.grade", lambda *options, **named: seen.append((options, named)) or 1
    )
    options = [
        "--assignment",
        "ex1",
        "--student",
        "alice",
        "--jobs",
        "2",
        "--json",
        "notes.json",
        "--no-sandbox",
    ]
    assert main(["grade", "copies", *options]) == 1
    assert main(["grade"]) == 1
    assert seen == [
        ((Path("copies"), "ex1", "alice", 2, Path("notes.json")), {"sandbox": False}),
        ((Path("submitted"), None, None, None, None), {"sandbox": True}),
    ]


def test_record_takes_the_names_given_else_every_cassette(monkeypatch, tmp_path, capsys):
    for name in ("02_b", "01_a"):
        (tmp_path / f"{name}.yaml").touch()
    monkeypatch.setattr("grader.paths.cassettes", lambda: tmp_path)
    monkeypatch.setattr("grader.recording.record", lambda name: tmp_path / f"{name}.yaml")
    assert main(["record", "03_c"]) == main(["record"]) == 0
    assert [line.split("\u00a0")[0] for line in capsys.readouterr().out.splitlines()] == [
        "cassettes/03_c.yaml",
        "cassettes/01_a.yaml",
        "cassettes/02_b.yaml",
    ]


def test_programs_beside_python_are_found_even_when_its_environment_is_not_activated(monkeypatch):
    seen = []
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.setattr("grader.doctor.main", lambda: seen.append(__import__("shutil").which("alembic")) or 0)
    main(["doctor"])
    assert seen == [str(Path(sys.executable).parent / "alembic")]


def test_the_package_runs_as_the_command_does():
    shown = subprocess.run([sys.executable, "-m", "grader", "corriger"], capture_output=True, text=True)
    assert (shown.returncode, shown.stdout) == (2, "")
    assert shown.stderr.startswith("Commande inconnue")
