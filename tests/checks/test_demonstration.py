"""The services that a file of checks gives to try one's code on."""

import pytest

from grader.checks.demonstration import demonstration_of
from grader.errors import UserError


def test_the_function_of_the_file_scripts_them(checks, stage):
    path = checks("PATH = '/a'\ndef demonstration(stage): return {'a': stage.route(PATH).url}")
    assert demonstration_of(path)(stage) == {"a": f"{stage.url}/a"}


def test_a_file_may_have_none(checks):
    assert demonstration_of(checks("")) is None


def test_reading_it_leaves_nothing_behind(checks, tmp_path):
    demonstration_of(checks(""))
    assert [file.name for file in tmp_path.iterdir()] == ["test_visible.py"]


@pytest.mark.parametrize(("source", "trouble"), [("def (:", "SyntaxError"), ("1 / 0", "ZeroDivisionError")])
def test_a_file_that_cannot_be_read_is_one_sentence(checks, source, trouble):
    with pytest.raises(UserError, match=rf"ne se chargent pas : test_visible\.py, {trouble}") as raised:
        demonstration_of(checks(source))
    assert "\n" not in str(raised.value)
