"""Starting and stopping."""

import os

import pytest

from grader import replay
from grader.errors import UserError


def test_a_missing_cassette_is_named_and_changes_nothing(tmp_path):
    with pytest.raises(UserError, match=r"« lecon » sont introuvables : il manque .*lecon\.yaml"):
        replay.start("lecon", tmp_path / "lecon.yaml")


def test_the_environment_is_as_before_when_it_stops(cassette, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    monkeypatch.delenv("no_proxy", raising=False)
    replay.start("lecon", cassette())
    assert os.environ["NO_PROXY"] == os.environ["no_proxy"] == "*"
    replay.stop()
    assert os.environ["NO_PROXY"] == "intranet.example"
    assert "no_proxy" not in os.environ


def test_stopping_twice_is_harmless():
    replay.stop()
    replay.stop()
