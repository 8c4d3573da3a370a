"""Bad input gets one sentence and exit code 2; nothing is marked."""

import pytest
from accuracy import __main__ as commands

from grader.errors import UserError


@pytest.fixture
def refused(monkeypatch, capsys):
    """``refused(*arguments)`` returns what a command prints on stderr when it must mark nothing."""

    def never(*_):
        pytest.fail("It marks.")

    def refused(*arguments):
        assert commands.main([*arguments]) == 2
        return capsys.readouterr().err

    monkeypatch.setattr(commands, "require_sandbox", lambda: None)
    monkeypatch.setattr(commands, "repeat", never)
    monkeypatch.setattr(commands, "mark_with_engine", never)
    return refused


@pytest.mark.parametrize("times", ["dix", "0", "-1", "1.5"])
def test_a_number_of_markings_is_whole_and_not_zero(refused, times):
    assert refused("repeat", times) == f"REPEAT is a number of markings, 1 or more, not “{times}”.\n"


def test_a_submission_that_is_not_there(refused):
    place = "ex1_monitoring/wrong/no_such_mistake.py"
    told = refused("show", f"tests/corpus/{place}")
    assert told.endswith(f"{place}: there is no such file.\n")
    assert told.count("\n") == 1


def test_a_machine_without_a_sandbox(refused, monkeypatch):
    def missing():
        raise UserError("bubblewrap est absent.")

    monkeypatch.setattr(commands, "require_sandbox", missing)
    assert refused("repeat", "10") == "bubblewrap est absent.\n"


def test_an_unknown_command(refused):
    assert "python -m accuracy repeat N" in refused("mark")
