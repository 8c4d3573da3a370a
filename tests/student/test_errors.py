"""What is told of an exception in a student's code."""

import pytest

from grader.student.handle import StudentError


@pytest.fixture
def failure(student):
    """Return what calls a function and returns what it raised."""

    def call(name):
        with pytest.raises(StudentError) as raised:
            getattr(student, name)()
        return raised.value

    return call


def test_it_names_the_classes_most_derived_first(failure, write):
    write("class AuthError(PermissionError): pass\ndef f(): raise AuthError('refusé')")
    error = failure("f")
    assert error.types == ["AuthError", "PermissionError", "OSError", "Exception", "BaseException"]
    assert str(error) == "AuthError: refusé"


def test_an_exception_without_a_text_is_its_class(failure, write):
    write("def f(): raise ValueError")
    assert str(failure("f")) == "ValueError"


def test_it_gives_the_line_of_the_student_that_was_running(failure, write):
    write(
        """
        import json
        def f():
            return json.loads("{")
        """
    )
    error = failure("f")
    assert (error.line, error.source) == (4, 'return json.loads("{")')


def test_it_counts_the_calls_in_the_students_own_code(failure, write):
    write("def f(): return g()\ndef g(): return h()\ndef h(): 1 / 0")
    assert failure("f").depth == 3


def test_a_driver_snippet_is_not_the_students_code(student, write):
    write("def f(): 1 / 0")
    with student.raises("ZeroDivisionError") as caught:
        student.run("f()")
    assert caught.error.depth == 1
    with student.raises("ZeroDivisionError") as caught:
        student.run("1 / 0")
    assert (caught.error.depth, caught.error.line) == (0, None)


def test_the_traceback_shows_the_students_code_and_none_of_ours(failure, write):
    write("def f():\n    return g()\ndef g():\n    return {}['clé']")
    trace = failure("f").traceback
    assert "return g()" in trace
    assert trace.endswith("KeyError: 'clé'\n")
    assert "host.py" not in trace
    assert "hooks.py" not in trace


def test_a_recursion_without_end_is_told(failure, write):
    write("def f(): return f()")
    error = failure("f")
    assert error.types[0] == "RecursionError"
    assert len(error.traceback) <= 4000


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("raise SystemExit(3)", "SystemExit"),
        ("exit()", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("raise BaseExceptionGroup('x', [KeyboardInterrupt()])", "BaseExceptionGroup"),
    ],
)
def test_an_exception_that_would_end_the_program_is_an_error_like_another(failure, write, statement, kind):
    write(f"from sys import exit\ndef f(): {statement}")
    assert failure("f").types[0] == kind


@pytest.mark.parametrize("statement", ["1 / 0", "return 5", "raise SystemExit", "raise self"])
def test_an_exception_that_cannot_be_printed_has_no_text(failure, write, statement):
    write(
        f"""
        class Mute(Exception):
            def __str__(self): {statement}
            __repr__ = __str__
        def f(): raise Mute
        """
    )
    error = failure("f")
    assert (error.types[0], error.text) == ("Mute", "")


def test_an_attribute_that_fails_is_an_error_like_another(failure, write):
    write(
        """
        class Sly:
            @property
            def __class__(self): raise LookupError("raté")
        def f(): return Sly()
        """
    )
    assert failure("f").types[0] == "LookupError"


def test_long_texts_are_shortened(failure, write):
    write("Long = type('L' * 500, (Exception,), {})\ndef f(): raise Long('x' * 10**6)")
    error = failure("f")
    assert (len(error.types[0]), len(error.text)) == (80, 1000)
    assert len(error.traceback) <= 4000


def test_text_that_no_file_can_hold_is_made_readable(failure, write):
    write("def f(): raise ValueError('\\ud800')")
    error = failure("f")
    assert str(error) == "ValueError: ?"
    error.traceback.encode()


@pytest.mark.parametrize(
    "report",
    [
        {},
        {"types": None},
        {"types": 5},
        {"types": []},
        {"types": [None, 3]},
        {"types": "NotImplementedError"},
        {"text": ["a"], "line": "x", "source": 5, "depth": None, "traceback": {}},
    ],
)
def test_a_report_that_makes_no_sense_is_an_error_all_the_same(report):
    error = StudentError(report)
    assert error.types
    assert all(isinstance(name, str) for name in error.types)
    assert (error.text, error.line, error.source, error.depth, error.traceback) == ("", None, "", 0, "")


@pytest.mark.parametrize(
    "answer",
    [
        "import time\ndef f():\n  while True: time.sleep(1)",
        "import time\ndef f():\n  while time.time() < 9e9: pass",
        "def f(): raise SystemExit(1)",
        "def f(): raise KeyboardInterrupt",
        "def f(): raise NotImplementedError",
        "",
    ],
)
def test_a_code_that_came_to_no_exception_of_its_own_was_cut_short(failure, write, answer):
    write(answer)
    assert failure("f").cut_short


@pytest.mark.parametrize("types", [["TimeLimit"], ["Gone"], ["NeverAnswered", "Endless", "BaseException"]])
def test_a_code_that_was_stopped_was_cut_short(types):
    assert StudentError({"types": types}).cut_short


@pytest.mark.parametrize(
    "answer",
    [
        "def f(): raise ValueError",
        "def f(): return absent",
        "class Gone(Exception): pass\ndef f(): raise Gone(410)",
        "class Abort(BaseException): pass\ndef f(): raise Abort",
    ],
)
def test_an_exception_of_the_code_itself_was_not_cut_short(failure, write, answer):
    write(answer)
    assert not failure("f").cut_short


class TestRaises:
    """`student.raises`, as a check writes it."""

    def test_the_exception_that_was_expected_is_caught(self, student, write):
        write("class AuthError(Exception): pass\ndef f(): raise AuthError('refusé')")
        with student.raises("AuthError") as caught:
            student.f()
        assert caught.error.text == "refusé"

    def test_a_derived_class_will_do(self, student, write):
        write("def f(): raise FileNotFoundError")
        with student.raises("OSError"):
            student.f()

    def test_one_of_several_will_do(self, student, write):
        write("def f(): raise KeyError")
        with student.raises("ValueError", "KeyError"):
            student.f()

    def test_another_exception_goes_through(self, student, write):
        write("def f(): raise KeyError('k')")
        with pytest.raises(StudentError, match="KeyError"), student.raises("ValueError"):
            student.f()

    @pytest.mark.parametrize("answer", ["def f(): raise NotImplementedError", ""])
    def test_what_is_not_written_yet_raises_no_exception(self, student, write, answer):
        write(answer)
        with pytest.raises(StudentError), student.raises("Exception"):
            student.f()

    def test_nothing_raised_is_a_failure_in_french(self, student, write):
        write("def f(): pass")
        with (
            pytest.raises(AssertionError, match="l'exception A ou B était attendue, rien n'a été levé"),
            student.raises("A", "B"),
        ):
            student.f()

    def test_a_failure_of_the_check_itself_goes_through(self, student):
        with pytest.raises(ZeroDivisionError), student.raises("ZeroDivisionError"):
            _ = 1 / 0
