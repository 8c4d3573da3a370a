"""`grader doctor`: what is missing, how to get it, and whether marking is possible."""

from importlib import metadata

import pytest

from grader import doctor
from grader.doctor import Need, examine
from grader.errors import UserError


def found():
    return "3.11"


def lacking():
    raise UserError("Installez-le par : sudo apt install chose.")


@pytest.mark.parametrize(
    ("needs", "code"),
    [
        ([Need("Python", "exécuter", found)], 0),
        ([Need("Python", "exécuter", found), Need("Sable", "corriger", lacking)], 1),
        ([Need("Chromium", "tester", lacking, marks=False)], 0),
    ],
)
def test_the_exit_code_says_whether_marking_is_possible(monkeypatch, needs, code):
    monkeypatch.setattr(doctor, "NEEDS", needs)
    assert doctor.main() == code


def test_what_is_missing_is_said_with_a_word_and_a_sign_and_its_cure_stands_on_a_line_of_its_own(
    monkeypatch, capsys
):
    monkeypatch.setattr(
        doctor, "NEEDS", [Need("Python", "exécuter", found), Need("Sable", "corriger", lacking)]
    )
    doctor.main()
    shown = capsys.readouterr().out
    assert "✔ 3.11" in shown
    assert "✘ manque" in shown
    assert "\nSable\u00a0: Installez-le par\u00a0: sudo apt install chose.\n" in shown


def test_every_need_of_this_machine_is_examined_without_a_traceback():
    titles = [examine(need).need.title for need in doctor.NEEDS]
    assert titles[:3] == ["Python", "Paquets Python", "Jupyter"]


def test_a_package_of_another_version_is_named(monkeypatch):
    installed = metadata.version
    monkeypatch.setattr(
        doctor.metadata, "version", lambda name: "0.1" if name == "requests" else installed(name)
    )
    finding = examine(next(need for need in doctor.NEEDS if need.title == "Paquets Python"))
    assert not finding.present
    assert "requirements.lock : requests. Relancez" in finding.detail


def test_a_missing_program_is_named_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    details = [
        examine(need).detail for need in doctor.NEEDS if need.title in ("alembic", "Chromium", "Bac à sable")
    ]
    assert "apt-get install bubblewrap" in details[0]
    assert "alembic" in details[1]
    assert "apt install chromium" in details[2]


def test_a_folder_that_cannot_be_written_is_named(monkeypatch):
    monkeypatch.setattr(doctor.os, "access", lambda path, mode: False)
    finding = examine(next(need for need in doctor.NEEDS if need.title == "Dossier du cours"))
    assert not finding.present
    assert "copiez le cours" in finding.detail
