"""The first marks are the golden ones; repeated marks are compared check by check, sentences included."""

import pytest
from accuracy import stability
from accuracy.golden import lost
from accuracy.sheet import sheet

from grader.checks.verdict import NAMED

CHECK = next(check for check in sheet("ex1_monitoring").checks if check.hidden)


@pytest.fixture
def repeat(monkeypatch, submission, marks):
    """``repeat(how, how, …)`` marks one so many times, a check of which ends so; it must be “failed”."""

    def repeat(*ends):
        turns, one = iter(ends), submission()
        left = lost(one, marks({CHECK.name: ("failed", "")}))
        monkeypatch.setattr("accuracy.golden.golden", lambda assignment: {one.name: left})
        monkeypatch.setattr(
            stability,
            "mark_with_engine",
            lambda ones: {one: marks({CHECK.name: next(turns)}) for one in ones},
        )
        return stability.repeat([one], len(ends))

    return repeat


def test_the_same_each_time(repeat, capsys):
    assert repeat(*[("failed", "non")] * 3) == []
    printed = capsys.readouterr().out
    assert printed.count("0 other than they must be.") == 1
    assert printed.count("0 other than in run 1.") == 2


def test_first_marks_other_than_the_golden_ones_are_told(repeat):
    golden, missed = repeat(("passed", ""), ("passed", ""))
    assert "nothing lost; golden: latence" in golden
    assert "lost nothing" in missed


def test_other_points_and_another_outcome_are_told(repeat):
    points, outcome = repeat(("failed", "non"), ("passed", ""))
    assert points.startswith("ex1_monitoring/wrong/some, run 2: ")
    assert outcome.endswith(f"{CHECK.name}: passed “”, not failed “non”.")


def test_another_message_is_told(repeat):
    assert len(repeat(("failed", "oui"), ("failed", "non"), ("failed", "oui"))) == 1


@pytest.mark.parametrize(
    ("sentence", "first", "second"),
    [
        ("Rien à http://127.0.0.1:{}/alertes.", 40001, 50002),
        ("La requête n° 6 est arrivée à {} s.", "0,024", "1,3"),
        ("Le fichier /scratch/{}/issues.json est vide.", "tmpr_2m63u7", "tmp12my8azz"),
        ("RetryError: <Future at {}>", "0x7fcdd8687d10", "0x7ff83e2c2050"),
    ],
)
def test_figures_and_names_of_temporary_files_may_differ(repeat, sentence, first, second):
    assert repeat(("failed", sentence.format(first)), ("failed", sentence.format(second))) == []
    assert repeat(("failed", sentence.format(first)), ("failed", sentence.format("?"))) != []


def test_an_endless_loop_may_be_ended_at_another_line(repeat):
    sentence = NAMED["TimeLimit"] + " — dans la cellule de fetch, ligne 3 : {}"
    assert repeat(("error", sentence.format("while True:")), ("error", sentence.format("get(url)"))) == []
