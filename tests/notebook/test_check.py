"""check("…"), in a terminal: what is run, and what is told."""

import pytest

from grader import check
from grader.checks.outcome import Outcome
from grader.errors import UserError
from grader.notebook.check import CheckFailed
from grader.notebook.course import open_course

DOUBLE = "def double(n): return n * 2"
SUM = "def somme(numbers): return sum(map(double, numbers))"


def outcomes(report):
    return [result.outcome for result in report.results]


def test_before_start_it_is_one_sentence(nothing_open):
    with pytest.raises(UserError, match="Exécutez d'abord la première cellule") as raised:
        check("double")
    assert "\n" not in str(raised.value)


def test_an_unknown_question_is_one_sentence_that_names_the_others(lesson):
    with pytest.raises(UserError) as raised:
        check("triple")
    assert str(raised.value) == (
        "Ce notebook n'a pas de question « triple ». Ses questions : « double », « somme »."
    )


def test_no_question_at_all_is_one_sentence_too(lesson):
    with pytest.raises(UserError, match="Donnez entre les parenthèses le nom de la question"):
        check()


def test_the_checks_of_the_question_run_on_the_names_of_the_notebook(lesson, cell):
    cell(DOUBLE)
    assert outcomes(check("double")) == [Outcome.PASSED, Outcome.PASSED]
    cell("def double(n): return n")
    assert outcomes(check("double")) == [Outcome.PASSED, Outcome.FAILED]


def test_an_answer_that_is_not_written_is_not_attempted(lesson, cell):
    cell('def double(n): raise NotImplementedError("à vous d\'écrire cette fonction")')
    assert outcomes(check("double")) == [Outcome.NOT_ATTEMPTED, Outcome.NOT_ATTEMPTED]


def test_a_failure_behind_a_failed_question_is_blocked(lesson, cell):
    cell("def double(n): return n")
    cell(SUM)
    report = check("somme")
    assert outcomes(report) == [Outcome.BLOCKED]
    assert "« double »" in report.results[0].message


def test_a_failure_of_its_own_is_not_blocked(lesson, cell):
    cell(DOUBLE)
    cell("def somme(numbers): return 0")
    assert outcomes(check("somme")) == [Outcome.FAILED]


def test_an_answer_that_needs_nothing_of_a_failed_one_passes(lesson, cell):
    cell("def double(n): return n\ndef somme(numbers): return 6")
    assert outcomes(check("somme")) == [Outcome.PASSED]


def test_the_names_of_the_notebook_stay_as_they_are(lesson, cell, names):
    cell(DOUBLE)
    before = set(names)
    check("double")
    assert set(names) == before


def test_a_lesson_carries_no_points(lesson, cell):
    cell(DOUBLE)
    assert check("double").score is None


def test_an_exercise_carries_its_points(exercise, cell):
    cell("def double(n): return n")
    report = check("double")
    assert (report.score, report.points) == (1.5, 3)


def test_a_terminal_shows_text(lesson, cell):
    cell("def double(n): return n")
    shown = check("double")._repr_mimebundle_()
    assert list(shown) == ["text/plain"]
    assert shown["text/plain"].splitlines() == [
        "✔ réussi       Zéro",
        "✘ échoué       Le double",
        "    Le double de 2 est 4.",
        "    attendu\u00a0: 4",
        "    obtenu\u00a0: 2",
        "1 vérification réussie sur 2",
    ]


def test_altered_checks_are_noticed_and_said(lesson, cell):
    cell(DOUBLE)
    assert check("double").notices == []
    lesson.checks_file.write_text(lesson.checks_file.read_text().replace("== 4", "== 5"))
    report = check("double")
    assert "a été modifié" in report.notices[0]
    assert outcomes(report) == [Outcome.PASSED, Outcome.FAILED]  # the edited file was read again


def test_the_line_ends_of_windows_are_no_alteration(lesson, cell):
    cell(DOUBLE)
    lesson.checks_file.write_bytes(lesson.checks_file.read_bytes().replace(b"\n", b"\r\n"))
    report = check("double")
    assert report.notices == []
    assert report.passed


def test_checks_that_cannot_be_read_are_one_sentence(lesson):
    lesson.checks_file.write_text("def (:")
    with pytest.raises(UserError, match="ne se chargent pas"):
        check("double")


def test_checks_that_have_gone_are_one_sentence(lesson):
    lesson.checks_file.unlink()
    with pytest.raises(UserError, match=r"test_lecon\.py est introuvable"):
        check("double")


class TestValidating:
    """Under nbgrader's Validate button."""

    @pytest.fixture(autouse=True)
    def button(self, monkeypatch):
        monkeypatch.setenv("NBGRADER_VALIDATING", "1")

    def test_a_failed_question_raises_in_one_line(self, exercise, cell):
        cell("def double(n): return n")
        with pytest.raises(CheckFailed) as raised:
            check("double")
        (line,) = raised.value._render_traceback_()
        assert line.startswith("double")
        assert "1 vérification réussie sur 2 — 1,5 point sur 3" in line
        assert line.endswith("Le double de 2 est 4.")
        assert "\n" not in line

    def test_a_question_that_passes_is_shown(self, exercise, cell):
        cell(DOUBLE)
        assert check("double").score == 3


class TestWhereTheChecksAre:
    """Found beside the notebook, else in the course's own folder."""

    def test_beside_a_lesson(self, lesson, tmp_path):
        assert lesson.checks_file == tmp_path / "test_lecon.py"
        assert not lesson.is_exercise

    def test_beside_an_exercise(self, exercise, tmp_path):
        assert exercise.checks_file == tmp_path / "exo" / "test_visible.py"
        assert exercise.is_exercise

    def test_beside_an_exercise_in_a_folder_of_another_name(self, write_exercise, tmp_path, monkeypatch):
        monkeypatch.chdir(write_exercise(tmp_path / "copie de exo"))
        assert open_course("exo", {}).checks_file == tmp_path / "copie de exo" / "test_visible.py"

    def test_in_the_courses_own_folder(self, tmp_path, monkeypatch, nothing_open):
        from grader.paths import notebooks

        monkeypatch.chdir(tmp_path)
        expected = notebooks() / "ex1_monitoring" / "test_visible.py"
        assert open_course("ex1_monitoring", {}).checks_file == expected

    def test_not_those_of_another_exercise(self, write_exercise, tmp_path, monkeypatch, nothing_open):
        monkeypatch.chdir(write_exercise(tmp_path / "exo"))
        with pytest.raises(UserError, match="Le cours n'a pas de notebook « autre »"):
            open_course("autre", {})


def test_the_first_attempt_has_no_news(lesson, cell):
    cell(DOUBLE)
    assert check("double").news == []


def test_what_newly_passes_is_said(lesson, cell):
    cell("def double(n): return n + 1")
    check("double")
    cell("def double(n): return n")
    assert check("double").news == ["Depuis votre dernier essai, réussit en plus : « Zéro »."]
    cell(DOUBLE)
    report = check("double")
    assert report.news == ["Depuis votre dernier essai, réussit en plus : « Le double »."]
    assert report.news[0].split(" :")[0] in repr(report).replace("\u00a0", " ")
    assert "réussit en plus" in report.html()
    assert check("double").news == []


def test_what_no_longer_passes_is_said(lesson, cell):
    cell(DOUBLE)
    check("double")
    cell("def double(n): return n")
    assert check("double").news == ["Réussissait à votre dernier essai et ne réussit plus : « Le double »."]
