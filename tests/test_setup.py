"""Setting up: the lists of packages agree, and the scripts do what they say on machines of several kinds."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from grader.paths import root

CONDA_PYTHON = {"python_version": "3.12", "python_full_version": "3.12.0", "extra": ""}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="les scripts sont pour sh")


def project():
    return tomllib.loads((root() / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def locked():
    """Return each package's locked versions, with the marker that chooses between them."""
    found = {}
    for line in (root() / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if line[:1].isalnum():
            requirement = Requirement(line.removesuffix("\\"))
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def conda():
    """Return environment.yml's packages, conda's and pip's, as name: version."""
    environment = yaml.safe_load((root() / "environment.yml").read_text(encoding="utf-8"))
    *names, last = environment["dependencies"]
    pairs = [name.partition("=")[::2] for name in names]
    pairs += [re.split("==|;", name)[:2] for name in last["pip"] if not name.startswith("-e")]
    return {canonicalize_name(name): version.strip() for name, version in pairs}


@pytest.mark.parametrize(
    "dependency", [*project()["dependencies"], *project()["optional-dependencies"]["dev"]]
)
def test_every_direct_dependency_is_locked_at_one_version_that_it_accepts(dependency):
    requirement = Requirement(dependency)
    for found in locked()[canonicalize_name(requirement.name)]:
        (pin,) = found.specifier
        assert pin.operator == "=="
        assert pin.version in requirement.specifier


@pytest.mark.parametrize("dependency", project()["dependencies"])
def test_conda_gets_the_locked_version_of_every_direct_dependency(dependency):
    name = canonicalize_name(Requirement(dependency).name)
    (found,) = [
        next(iter(entry.specifier)).version
        for entry in locked()[name]
        if not entry.marker or entry.marker.evaluate(CONDA_PYTHON)
    ]
    assert conda()[name] == found


def test_conda_asks_for_nothing_that_the_project_does_not():
    asked = {canonicalize_name(Requirement(dependency).name) for dependency in project()["dependencies"]}
    assert conda().keys() - asked == {"python", "pip"}


def test_every_locked_package_has_hashes_and_the_lock_names_no_registry():
    text = (root() / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_help_is_the_default_and_names_every_command():
    shown = subprocess.run(["make", "-s"], cwd=root(), capture_output=True, text=True, check=True).stdout
    named = re.findall(r"^  make (\w+) ", shown, re.MULTILINE)
    assert named == [
        "help",
        "lab",
        "demo",
        "notebooks",
        "cassettes",
        "lint",
        "test",
        "bench",
        "golden",
        "accuracy",
    ]


class Machine:
    """A checkout (in a folder with a space in its name) on a machine whose programs are all pretended."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "mon cours"
        self.programs = folder / "bin"
        self.log = folder / "log"
        self.programs.mkdir()
        (self.checkout / "tools").mkdir(parents=True)
        for name in ("requirements.lock", "pyproject.toml", "tools/environment.sh", "tools/install.sh"):
            shutil.copy(root() / name, self.checkout / name)
        for name in ("sh", "cat", "cmp", "cp", "env", "grep", "mkdir", "rm", "sleep", "tail"):
            (self.programs / name).symlink_to(shutil.which(name))
        self.log.touch()

    def has(self, name: str, script: str) -> None:
        """Give the machine a program that is a line of shell."""
        program = self.programs / name
        program.write_text(f'#!/bin/sh\necho "{name} $*" >> "$LOG"\n{script}\n')
        program.chmod(0o755)

    def has_python(self, version: str = "3.12.1", venv: bool = True, pip: str = "") -> None:
        """Give it a Python that only knows its version, its modules and how to make an environment."""
        recent = 0 if version >= "3.11" else 1
        self.has(
            "python3",
            f"""case "$*" in
            *version_info*) exit {recent} ;;
            --version) echo "Python {version}" ;;
            *ensurepip*) exit {0 if venv else 1} ;;
            "-m pip "*) {pip} ;;
            "-m venv .venv")
                mkdir -p .venv/bin
                cp "$0" .venv/bin/python
                echo "$PWD/.venv/bin/python" > .venv/bin/pip ;;
            esac""",
        )

    def run(self, script: str, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            ["sh", f"tools/{script}", *arguments],
            cwd=self.checkout,
            env={"PATH": str(self.programs), "LOG": str(self.log)},
            capture_output=True,
            text=True,
        )

    def did(self) -> str:
        """Return what was run since the last time, and forget it."""
        done = self.log.read_text()
        self.log.write_text("")
        return done


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_the_first_start_makes_an_environment_from_the_lock_alone(machine):
    machine.has_python()
    assert machine.run("environment.sh").returncode == 0
    steps = re.findall(r"-m (venv .*|pip install .*)", machine.did())
    assert steps == [
        "venv .venv",
        "pip install --disable-pip-version-check --require-hashes -r requirements.lock",
        "pip install --disable-pip-version-check --no-deps --no-build-isolation -e .",
    ]


def test_the_second_start_runs_nothing(machine):
    machine.has_python()
    machine.run("environment.sh")
    machine.did()
    again = machine.run("environment.sh")
    assert (again.returncode, again.stdout, machine.did()) == (0, "", "")


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_a_changed_list_of_packages_is_installed_in_the_same_environment(machine, changed):
    machine.has_python()
    machine.run("environment.sh")
    kept = machine.checkout / ".venv" / "kept"
    kept.touch()
    machine.did()
    with (machine.checkout / changed).open("a") as file:
        file.write("\n")
    machine.run("environment.sh")
    assert "--require-hashes" in machine.did()
    assert kept.exists()


def test_an_environment_that_was_moved_is_made_anew(machine):
    machine.has_python()
    machine.run("environment.sh")
    (machine.checkout / ".venv" / "old").touch()
    machine.checkout = machine.checkout.rename(machine.checkout.with_name("autre cours"))
    machine.run("environment.sh")
    assert "--require-hashes" in machine.did()
    assert not (machine.checkout / ".venv" / "old").exists()


def test_an_installation_that_was_interrupted_is_taken_up_again(machine):
    machine.has_python()
    machine.run("environment.sh")
    (machine.checkout / ".venv" / "stamp").unlink()
    machine.did()
    machine.run("environment.sh")
    assert "--require-hashes" in machine.did()


def test_an_installation_that_fails_says_why_and_is_not_taken_for_done(machine):
    machine.has_python(pip="echo Connection refused; exit 1")
    failed = machine.run("environment.sh")
    assert failed.returncode == 1
    assert "Connection refused\nL'installation a échoué" in failed.stderr
    machine.has_python()
    assert machine.run("environment.sh").returncode == 0


@pytest.mark.parametrize(
    ("python", "sentence"),
    [
        ({"version": "3.10.4"}, "Python 3.11 ou plus récent (trouvé : Python 3.10.4)"),
        ({"venv": False}, "« sudo apt install python3-venv »"),
        (None, "Python 3.11 ou plus récent (trouvé : aucun Python)"),
    ],
)
def test_a_python_that_will_not_do_is_told_in_one_sentence(machine, python, sentence):
    if python is not None:
        machine.has_python(**python)
    refused = machine.run("environment.sh")
    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert not (machine.checkout / ".venv").exists()


def install(machine):
    return machine.run("install.sh", "bubblewrap", "command", "-v", "bwrap")


def test_a_package_that_is_there_is_left_alone(machine):
    machine.has("bwrap", "")
    assert (install(machine).stdout, machine.did()) == ("", "")


def test_root_installs_a_missing_package_through_apt(machine):
    machine.has("uname", "echo Linux")
    machine.has("id", "echo 0")
    machine.has("apt-get", "")
    assert install(machine).stderr == ""
    assert "apt-get -q -y install --no-install-recommends bubblewrap\n" in machine.did()


def test_an_ordinary_user_installs_it_where_sudo_asks_for_no_password(machine):
    machine.has("uname", "echo Linux")
    machine.has("id", "echo 1000")
    machine.has("sudo", 'shift; exec "$@"')
    machine.has("apt-get", "")
    assert install(machine).stderr == ""
    assert "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -q -y install" in machine.did()


def test_elsewhere_the_command_to_type_is_said_and_the_work_goes_on(machine):
    machine.has("uname", "echo Linux")
    machine.has("id", "echo 1000")
    machine.has("sudo", "exit 1")
    said = install(machine)
    assert said.returncode == 0
    assert "« sudo apt install bubblewrap »" in said.stderr


def test_outside_of_linux_nothing_is_tried(machine):
    machine.has("uname", "echo Darwin")
    said = install(machine)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_the_worked_examples_for_contributors_quote_the_lesson_as_it_is():
    guide = (root() / "CONTRIBUTING.md").read_text(encoding="utf-8")
    source = (root() / "solutions" / "02_bibliotheque_requests.md").read_text(encoding="utf-8")
    changed = re.search(r"````markdown\n(.*?)````", guide, re.DOTALL)[1]
    assert changed.replace("[:5]", "[:3]") in source
    assert {":id: aide-adresse", ":id: lire-texte"} <= set(source.splitlines())
