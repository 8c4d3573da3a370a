"""The page says in numbers what the marks are."""

import pytest
from accuracy import sample
from accuracy.page import page
from accuracy.sheet import sheet

CHECKS = sheet("ex1_monitoring").checks
HIDDEN = next(check for check in CHECKS if check.question == "latence" and check.hidden)
LOST = {HIDDEN.name: ("failed", "")}


@pytest.fixture
def told(submission, marks):
    """The page of a small corpus."""
    corpus = {
        submission("right", name="good", adversarial=14.5): marks({}),
        submission("right", name="refused", blind=19.5): marks(LOST),
        submission("right", name="mended", blind=17.0): marks({}),
        submission("wrong", name="caught", adversarial=20.0): marks(LOST),
        submission("wrong", name="missed", blind=20.0): marks({}),
        submission("wrong", name="astray", question="bilan"): marks(LOST),
    }
    return page(corpus, disagreeing=2)


def part(told, title):
    return told.partition(f"## {title}\n")[2].partition("\n## ")[0]


def test_false_refusals_and_missed_mistakes_with_their_interval(told):
    row = "| 3 | 1: 33.3% (0.8% to 90.6%) | 3 | 2: 66.7% (9.4% to 99.2%) |"
    assert f"| `ex1_monitoring` {row}\n| all {row}" in part(told, "All submissions")


def test_blind_submissions_are_counted_apart_then_and_now(told):
    blind = part(told, "Submissions whose authors never saw the checks")
    then, now = [line for line in blind.splitlines() if line.startswith("| all ")]
    assert "| 2 | 2: 100.0% (15.8% to 100.0%) | 1 | 1: 100.0%" in then
    assert "| 2 | 1: 50.0% (1.3% to 98.7%) | 1 | 1: 100.0%" in now


def test_adversarial_submissions_are_counted_apart_then_and_now(told):
    aimed = part(told, "Submissions aimed at what the checks miss")
    then, now, others = [line for line in aimed.splitlines() if line.startswith("| all ")]
    assert "| 1 | 1: 100.0% (2.5% to 100.0%) | 1 | 1: 100.0%" in then
    assert "| 1 | 0: 0.0% (0.0% to 97.5%) | 1 | 0: 0.0%" in now
    assert "| 0 | – | 1 | 1: 100.0%" in others


def test_points_lost_elsewhere_are_listed(told):
    places = part(told, "Where points are lost")
    assert "2 of 3 wrong submissions" in places
    assert "- `ex1_monitoring/wrong/astray`: latence\n" in places


def test_each_check_has_what_it_catches(told):
    table = part(told, "Which check catches what")
    assert table.count("**idle**") == len(CHECKS) - 1
    assert f"| latence | {HIDDEN.title} | hidden | 2 | caught, astray |" in table


def test_disagreements_are_told(told):
    ways = part(told, "The three ways of marking")
    assert "**They disagree 2 times.**" in ways
    assert "All 6 submissions" in ways


def test_who_only_hidden_checks_catch(told):
    assert "| all | 3 | 2: 66.7%" in part(told, "Wrong submissions that only hidden checks catch")


def test_what_each_check_catches_can_be_read_again(told):
    caught = sample.caught(told)
    assert len(caught) == len(CHECKS)
    assert caught["ex1_monitoring", "latence", HIDDEN.title] == {"caught", "astray"}
    assert sum(bool(names) for names in caught.values()) == 1


def test_a_sample_has_the_right_ones_and_few_wrong_ones(told, submission, monkeypatch):
    whole = [
        submission("right", name="good", adversarial=14.5),
        *(submission(name=name) for name in ("astray", "caught", "missed")),
    ]
    monkeypatch.setattr(sample, "corpus", lambda: whole)
    assert [one.name for one in sample.sample(told)] == ["good", "astray"]
