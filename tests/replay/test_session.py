"""Starting and stopping."""

import pytest

from grader import replay
from grader.errors import UserError


def test_a_missing_cassette_is_named_and_changes_nothing(tmp_path):
    with pytest.raises(UserError, match=r"« lecon » sont introuvables : il manque .*lecon\.yaml"):
        replay.start("lecon", tmp_path / "lecon.yaml")


def test_stopping_twice_is_harmless():
    replay.stop()
    replay.stop()
