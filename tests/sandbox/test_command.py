"""Whether a sandbox can be had, and what to do where it cannot."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.errors import UserError
from grader.sandbox import command


def refusal():
    """Return the sentence that an instructor reads."""
    with pytest.raises(UserError) as raised:
        command.require_sandbox()
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_another_system_than_linux_has_none(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    assert "demande Linux" in refusal()
    assert "--no-sandbox" in refusal()


def test_without_bubblewrap_the_command_that_installs_it_is_given(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert "sudo apt-get install bubblewrap" in refusal()


@pytest.mark.parametrize(
    ("stderr", "cause"),
    [
        ("bwrap: No permissions to create new namespace\n", "bwrap: No permissions to create new namespace"),
        ("AssertionError\n", "AssertionError"),
        ("", "refus sans message"),
    ],
)
def test_a_kernel_that_refuses_is_told_with_its_cause_and_cures(monkeypatch, stderr, cause):
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/bwrap")
    refused = subprocess.CompletedProcess([], 1, "", stderr)
    monkeypatch.setattr("subprocess.run", lambda *args, **options: refused)
    sentence = refusal()
    assert f"({cause})" in sentence
    assert "--security-opt seccomp=unconfined" in sentence
    assert "kernel.apparmor_restrict_unprivileged_userns=0" in sentence


def test_an_ordinary_user_leaves_every_namespace(monkeypatch):
    monkeypatch.setattr("os.getuid", lambda: 1000)
    words = command.sandbox_command(["-c", "pass"])
    assert words[0] == "bwrap"
    assert "--unshare-all" in words
    assert words[words.index("--cap-drop") + 1] == "ALL"
    assert "--cap-add" not in words


def test_nothing_is_shared_but_the_system_and_this_python():
    words = command.sandbox_command(["-c", "pass"])
    assert not {"--bind", "--dev-bind", "--share-net"} & set(words)
    assert {"--die-with-parent", "--new-session", "--clearenv"} <= set(words)
    assert {"/", "/dev"} <= {words[number + 1] for number, word in enumerate(words) if word == "--remount-ro"}


def test_nothing_of_the_users_environment_is_passed_on(monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    assert "secret" not in command.environment().values()
    assert "GITHUB_TOKEN" not in command.sandbox_command([])


def test_python_started_by_a_path_with_dots_runs_in_the_sandbox(monkeypatch):
    here = Path(__file__).parent
    python = here / os.path.relpath(sys.executable, here)
    assert ".." in python.parts
    monkeypatch.setattr("sys.executable", str(python))
    command.require_sandbox()
