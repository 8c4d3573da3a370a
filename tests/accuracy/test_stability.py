"""Repeated marks are compared check by check, messages included."""

import pytest
from accuracy import stability
from accuracy.sheet import sheet

CHECK = next(check for check in sheet("ex1_monitoring").checks if check.hidden)


@pytest.fixture
def repeat(monkeypatch, submission, marks):
    """``repeat(how, how, …)`` marks one submission so many times, a check of which ends in these ways."""

    def repeat(*ends):
        turns = iter(ends)
        monkeypatch.setattr(
            stability,
            "mark_with_engine",
            lambda ones: {one: marks({CHECK.name: next(turns)}) for one in ones},
        )
        return stability.repeat([submission()], len(ends))

    return repeat


def test_the_same_each_time(repeat, capsys):
    assert repeat(*[("failed", "non")] * 3) == []
    assert capsys.readouterr().out.count("0 other than in run 1") == 3


def test_other_points_and_another_outcome_are_told(repeat):
    points, outcome = repeat(("passed", ""), ("failed", "non"))
    assert points.startswith("ex1_monitoring/wrong/some, run 2: ")
    assert outcome.endswith(f"{CHECK.name}: failed “non”, not passed “”.")


def test_another_message_is_told(repeat):
    assert len(repeat(("failed", "oui"), ("failed", "non"), ("failed", "oui"))) == 1


def test_the_port_of_the_stage_may_differ(repeat):
    at = "Rien à http://127.0.0.1:{}/alertes."
    assert repeat(("failed", at.format(40001)), ("failed", at.format(50002))) == []
    assert repeat(("failed", at.format(40001)), ("failed", "Rien à http://127.0.0.1:40001/")) != []
