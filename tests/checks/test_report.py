"""The table of a question's checks: HTML in Jupyter, text elsewhere."""

import re
from html import unescape

import pytest

from grader.checks.outcome import CheckResult, Outcome
from grader.checks.report import Report

NBSP = "\u00a0"
SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def result():
    """Return what makes a result."""

    def make(outcome=Outcome.PASSED, **fields):
        return CheckResult(**{"name": "t", "title": "Titre", "outcome": outcome, "question": "q", **fields})

    return make


@pytest.fixture
def bundle():
    """Return what shows results as a notebook does, by media type."""
    return lambda results, points=None, **fields: Report(results, points, **fields)._repr_mimebundle_()


def words(html):
    """Return the text of a page."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def test_nbgrader_reads_the_points_in_the_text(bundle, result):
    shown = bundle([result(), result(Outcome.FAILED)], 3)
    assert shown["text/plain"] == "1.5"
    assert "1,5 point sur 3" in words(shown["text/html"])


@pytest.mark.parametrize(("passed", "text"), [(0, "0.0"), (1, "0.67"), (3, "2.0")])
def test_the_points_are_rounded_once(bundle, result, passed, text):
    results = [result(Outcome.PASSED if number < passed else Outcome.FAILED) for number in range(3)]
    assert bundle(results, 2)["text/plain"] == text


def test_a_question_without_points_is_summed_up_in_words(bundle, result):
    assert bundle([result()])["text/plain"] == "1 vérification réussie sur 1"


def test_outside_of_a_kernel_there_is_no_html(bundle, result):
    shown = bundle([result()], 2, in_kernel=False)
    assert list(shown) == ["text/plain"]
    assert "✔ réussi" in shown["text/plain"]


@pytest.mark.parametrize(
    ("passed", "points", "summary"),
    [
        (0, 2, "0 vérification réussie sur 2 — 0 point sur 2"),
        (1, 2, "1 vérification réussie sur 2 — 1 point sur 2"),
        (2, 2, "2 vérifications réussies sur 2 — 2 points sur 2"),
        (2, 2.5, "2 vérifications réussies sur 2 — 2,5 points sur 2,5"),
        (1, 0.5, "1 vérification réussie sur 2 — 0,25 point sur 0,5"),
        (2, None, "2 vérifications réussies sur 2"),
    ],
)
def test_the_summary_is_in_good_french(result, passed, points, summary):
    results = [result(Outcome.PASSED if number < passed else Outcome.FAILED) for number in range(2)]
    assert Report(results, points).summary == summary


def test_every_outcome_is_told_in_words(bundle, result):
    html = words(bundle([result(outcome) for outcome in Outcome])["text/html"])
    for outcome in Outcome:
        assert f"{outcome.sign} {outcome.french}" in html


def test_the_table_tells_what_was_expected_and_what_came(bundle, result):
    failed = result(Outcome.FAILED, message="Il fallait trois.", expected="3", got="4")
    assert "Titre Il fallait trois. Attendu : 3 Obtenu : 4" in words(bundle([failed])["text/html"])


def test_the_conversation_is_shown_and_the_traceback_folded(bundle, result):
    failed = result(Outcome.ERROR, conversation=["[0 s]  GET / → 200", "ligne 2"], traceback="KeyError: 'a'")
    html = bundle([failed])["text/html"]
    assert "<details open><summary>Échanges HTTP</summary>" in html
    assert "GET / → 200\nligne 2" in html
    assert "<details><summary>Trace complète</summary>" in html


@pytest.mark.parametrize("field", ["title", "message", "got", "expected", "traceback", "conversation"])
def test_text_of_the_student_is_shown_and_never_run(bundle, result, field):
    value = [SCRIPT] if field == "conversation" else SCRIPT
    fields = {"expected": "3", "got": "4", field: value}
    html = bundle([result(Outcome.FAILED, **fields)])["text/html"]
    assert "<script" not in html
    assert "alert('x')" in unescape(html)


def test_a_notice_is_shown_above_and_never_run(bundle, result):
    html = bundle([result()], notices=[f"Attention : {SCRIPT}"])["text/html"]
    assert "<script" not in html
    assert html.index("alert-warning") < html.index("<table")


def test_quotes_do_not_leave_the_label(bundle, result):
    html = bundle([result(title='" onmouseover="alert(1)')])["text/html"]
    assert 'onmouseover="' not in html


def test_french_spaces_do_not_break(bundle, result):
    failed = result(Outcome.FAILED, title="Le service est « down » !", message="Attendu : 3 ; obtenu : 4 ?")
    html = unescape(bundle([failed])["text/html"])
    assert f"«{NBSP}down{NBSP}»{NBSP}!" in html
    assert f"Attendu{NBSP}: 3{NBSP}; obtenu{NBSP}: 4{NBSP}?" in html


def test_values_keep_their_own_spaces(bundle, result):
    html = unescape(bundle([result(Outcome.FAILED, expected="{'a': 1} !", got="b : c")])["text/html"])
    assert "{'a': 1} !" in html
    assert "b : c" in html


def test_the_text_table_has_all_that_the_html_one_has(result):
    failed = result(
        Outcome.FAILED, message="Non.", expected="3", got="4", conversation=["[0 s]  GET / → 200"]
    )
    text = repr(Report([result(), failed], 2, ["Fichier modifié !"])).splitlines()
    assert text == [
        f"! Fichier modifié{NBSP}!",
        "✔ réussi       Titre",
        "✘ échoué       Titre",
        "    Non.",
        f"    attendu{NBSP}: 3",
        f"    obtenu{NBSP}: 4",
        "    [0 s]  GET / → 200",
        "1 vérification réussie sur 2 — 1 point sur 2",
    ]


@pytest.mark.parametrize(
    ("outcomes", "passed", "attempted"),
    [
        ([Outcome.PASSED, Outcome.PASSED], True, True),
        ([Outcome.PASSED, Outcome.FAILED], False, True),
        ([Outcome.NOT_ATTEMPTED, Outcome.NOT_ATTEMPTED], False, False),
        ([Outcome.NOT_ATTEMPTED, Outcome.FAILED], False, True),
    ],
)
def test_a_report_knows_whether_all_passed_and_whether_any_was_tried(result, outcomes, passed, attempted):
    report = Report([result(outcome) for outcome in outcomes])
    assert (report.passed, report.attempted) == (passed, attempted)


def test_the_same_words_are_not_said_twice_in_a_row(bundle, result):
    failed = [result(Outcome.FAILED, message=message) for message in ("Un.", "Un.", "Deux.", "Un.")]
    shown = words(bundle(failed)["text/html"])
    assert shown.count("Un.") == 2
    assert shown.count("Même cause que ci-dessus.") == 1
    assert repr(Report(failed)).count("Même cause que ci-dessus.") == 1


def test_what_the_code_printed_is_shown_and_harmless(bundle, result):
    failed = [result(Outcome.FAILED, printed=SCRIPT)]
    assert f"Affiché par votre code {SCRIPT}" in words(bundle(failed)["text/html"])
    assert SCRIPT not in bundle(failed)["text/html"]
    assert f"affiché{NBSP}: {SCRIPT}" in repr(Report(failed))


def test_what_is_not_written_is_said_once(bundle, result):
    unwritten = [result(Outcome.NOT_ATTEMPTED, message="Pas écrite.") for _ in range(3)]
    assert words(bundle(unwritten)["text/html"]).count("Pas écrite.") == 1
    assert "Même cause" not in bundle(unwritten)["text/html"]
