"""What can be wrong with marks is found and said."""

from accuracy import golden
from accuracy.findings import catchers, disagreements, passes_visible, surprises
from accuracy.marks import Marks, visible_part
from accuracy.sheet import sheet

NAME = "ex1_monitoring"
SHEET = sheet(NAME)
VISIBLE, OTHER = [check.name for check in SHEET.checks if check.question == "latence" and not check.hidden][
    :2
]
HIDDEN = next(check.name for check in SHEET.checks if check.question == "latence" and check.hidden)
ABOVE = next(check.name for check in SHEET.checks if check.question == "un-service")  # it needs « latence »


def keep(monkeypatch, name, left):
    monkeypatch.setattr(golden, "golden", lambda assignment: {name: left})
    monkeypatch.setattr("accuracy.findings.golden", lambda assignment: {name: left})


def test_the_three_ways_agree(submission, marks):
    one, whole = submission(), marks({VISIBLE: ("failed", "")})
    assert disagreements({one: whole}, {one: visible_part(NAME, whole)}, {one: Marks(whole.points)}) == []


def test_other_points_are_a_disagreement(submission, marks):
    one, less, more = submission(), marks({VISIBLE: ("failed", "")}), marks({})
    told = disagreements({one: less}, {one: visible_part(NAME, more)}, {one: Marks(more.points)})
    assert len(told) == 2
    assert f"{NAME}/wrong/some, latence: verify gives 3, " in told[0]
    assert f"nbgrader autograde gives 3, grader grade {less.points['latence']:g}." in told[1]


def test_the_same_points_by_other_checks_are_a_disagreement(submission, marks):
    one = submission()
    ways = [marks({name: ("failed", "")}) for name in (VISIBLE, OTHER)]
    visible = [visible_part(NAME, way) for way in ways]
    assert visible[0].points == visible[1].points
    told = disagreements({one: ways[0]}, {one: visible[1]}, {})
    assert VISIBLE in told[0]


def test_a_way_without_marks_is_a_disagreement(submission, marks):
    one = submission()
    told = disagreements({one: marks({})}, {one: Marks({}, trouble="the kernel stopped")}, {})
    assert told == [f"{NAME}/wrong/some, verify: the kernel stopped."]


def test_a_right_one_that_loses_a_point_is_told(submission, marks):
    got = marks({HIDDEN: ("failed", "")})
    left = f"latence 3 visible, {got.points['latence']:g} in total"
    assert f"{NAME}/right/some: {left}; golden: nothing lost." in surprises({submission("right"): got})


def test_a_mark_other_than_the_golden_one_is_told(submission, marks, monkeypatch):
    one, got = submission(), marks({HIDDEN: ("failed", "")})
    keep(monkeypatch, "some", {"latence": {"visible": 3.0, "total": 0.5}})
    assert any("golden: latence 3 visible, 0.5 in total" in sentence for sentence in surprises({one: got}))
    keep(monkeypatch, "some", golden.lost(one, got))
    assert not any("golden:" in sentence for sentence in surprises({one: got}))


def test_a_missed_mistake_and_points_lost_elsewhere_are_told(submission, marks):
    told = surprises({submission(question="bilan"): marks({HIDDEN: ("failed", "")})})
    assert f"{NAME}/wrong/some: the question “bilan” lost nothing." in told
    assert f"{NAME}/wrong/some: points are lost elsewhere, too: latence." in told


def test_a_question_may_lose_points_for_one_that_it_needs(submission, marks):
    got = marks({HIDDEN: ("failed", ""), ABOVE: ("blocked", "")})
    assert not any("elsewhere" in sentence for sentence in surprises({submission(): got}))


def test_a_mistake_must_be_named_as_its_author_says(submission, marks):
    one = submission(says="pas : recule")
    named = marks({VISIBLE: ("failed", "Elle ne va pas\u00a0: recule.")})
    assert not any("no failed check says" in sentence for sentence in surprises({one: named}))
    assert any(
        "no failed check says" in sentence for sentence in surprises({one: marks({HIDDEN: ("failed", "")})})
    )


def test_idle_checks_are_told(submission, marks):
    told = surprises({submission(): marks({VISIBLE: ("failed", "")})})
    assert not any(f" {VISIBLE} " in sentence for sentence in told)
    assert any(f" {HIDDEN} (" in sentence and sentence.endswith("is idle.") for sentence in told)


def test_too_few_that_only_hidden_checks_catch_are_told(submission, marks):
    seen, unseen = ({name: ("failed", "")} for name in (VISIBLE, HIDDEN))
    assert passes_visible(submission(), marks(unseen))
    assert not passes_visible(submission(), marks(seen))
    assert not passes_visible(submission(), marks({}))
    few = {submission(name=name): marks(seen) for name in ("a", "b", "c")}
    assert any("only 0 of 3" in sentence for sentence in surprises(few))
    enough = {**few, submission(name="c"): marks(unseen)}
    assert not any("only 1 of 3" in sentence for sentence in surprises(enough))


def test_a_blocked_check_catches_nothing(submission, marks):
    got = marks({HIDDEN: ("error", ""), ABOVE: ("blocked", "")})
    assert catchers(submission(), got) == {("latence", HIDDEN)}


def test_golden_marks_of_no_submission_are_told(submission, marks, monkeypatch):
    keep(monkeypatch, "gone", {})
    told = surprises({submission(): marks({HIDDEN: ("failed", "")})})
    assert f"{NAME}: “gone” has golden marks and is not in the corpus." in told
