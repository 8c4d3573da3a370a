"""How a cell or a check that goes wrong is told, and what the rest of the submission still gets."""

import pytest

from grader.sandbox.sandbox import Gone, Sandbox
from grader.student.handle import Student, StudentError


@pytest.fixture
def hurried(monkeypatch):
    """Allow a call a moment only."""
    monkeypatch.setattr("grader.sandbox.sandbox.CALL_SECONDS", 0.1)


def kind(student, code):
    """Return the class of what a snippet raises."""
    with pytest.raises(StudentError) as raised:
        student.run(code)
    return raised.value.types[0]


def test_a_cell_that_ends_the_program_ends_the_submission(submission):
    with pytest.raises(Gone):
        submission.run_cell("import os; os._exit(0)", None)


def test_a_check_whose_code_ends_the_program_is_told_so(submission):
    with submission.fork() as link:
        assert kind(Student(link), "import os; os._exit(0)") == "Gone"


def test_the_same_check_is_told_so_at_each_further_call(submission):
    with submission.fork() as link:
        student = Student(link)
        assert [kind(student, code) for code in ("import os; os._exit(0)", "1", "2")] == ["Gone"] * 3


def test_the_next_check_of_the_submission_is_served(submission):
    submission.run_cell("n = 3", None)
    with submission.fork() as link:
        kind(Student(link), "import os; os._exit(0)")
    with submission.fork() as link:
        assert Student(link)["n"] == 3


def test_leaving_through_sys_exit_is_an_error_like_another(submission):
    with submission.fork() as link:
        student = Student(link)
        assert kind(student, "raise SystemExit(3)") == "SystemExit"
        assert student.run("1 + 1") == 2


def test_a_loop_without_end_is_stopped_and_the_check_goes_on(submission, hurried):
    with submission.fork() as link:
        student = Student(link)
        assert kind(student, "while True: pass") == "TimeLimit"
        assert student.run("1 + 1") == 2


def test_a_loop_without_end_in_a_cell_is_stopped_and_the_next_cell_runs(submission, hurried):
    reply = submission.run_cell("n = 3\nwhile True: pass", None)
    assert reply["error"]["types"][0] == "TimeLimit"
    assert submission.run_cell("print(n)", None)["printed"] == "3\n"


def test_a_loop_of_waits_without_end_is_stopped_at_once(submission):
    with submission.fork() as link:
        student = Student(link)
        assert kind(student, "import time\nwhile True: time.sleep(60)") == "EndlessWait"
        assert student.run("1 + 1") == 2


def test_a_loop_that_cannot_be_stopped_is_told_and_ends_the_submission(submission, hurried, monkeypatch):
    monkeypatch.setattr("grader.sandbox.sandbox.GRACE", 0.1)
    deaf = "import signal; signal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass"
    told = []
    with pytest.raises(Gone), submission.fork() as link:
        told += [kind(Student(link), code) for code in (deaf, "1 + 1")]
    assert told == ["TimeLimit", "Gone"]


def test_a_time_limit_never_falls_between_a_question_about_time_and_its_answer(submission, hurried):
    busy = """
import time
while True:
    try:
        while True: time.sleep(0)
    except Exception: pass
    except BaseException as error:
        if type(error).__name__ == "TimeLimit": raise
"""
    for _ in range(5):
        with submission.fork() as link:
            student = Student(link)
            assert kind(student, busy) == "TimeLimit"
            assert student.run("1 + 1") == 2


def test_too_much_memory_is_an_error_like_another(submission):
    with submission.fork() as link:
        student = Student(link)
        assert kind(student, "b'x' * (8 << 30)") == "MemoryError"
        assert student.run("1 + 1") == 2


def test_too_many_descriptors_are_an_error_like_another(submission):
    with submission.fork() as link:
        student = Student(link)
        assert kind(student, "kept = []\nwhile True: kept.append(open('/dev/null'))") == "OSError"
        assert student.run("kept.clear(); 1 + 1") == 2


@pytest.mark.parametrize("code", ["'x' * 10**8", "[0] * 10**6", "b'x' * 10**8", "10**100_000"])
def test_a_value_too_large_to_cross_is_an_error_like_another(submission, code):
    with submission.fork() as link:
        student = Student(link)
        assert kind(student, code) == "Unacceptable"
        assert student.run("1 + 1") == 2


def test_the_largest_values_that_the_codec_takes_do_cross(submission):
    with submission.fork() as link:
        student = Student(link)
        assert len(student.run("'é' * 2_000_000")) == 2_000_000
        assert len(student.run("'😀' * 2_000_000")) == 2_000_000
        assert sum(student.run("[123_456_789] * 199_999")) == 123_456_789 * 199_999


def test_only_the_beginning_of_what_a_cell_prints_is_kept(submission):
    reply = submission.run_cell("for _ in range(1000): print('x' * 1000)", None)
    assert len(reply["printed"]) == 20_000


def test_text_that_no_file_can_hold_is_made_readable(submission):
    reply = submission.run_cell("print('a\\ud800b')\nraise ValueError('\\udfff')", None)
    reply["printed"].encode()
    assert reply["printed"].startswith("a?b")
    with submission.fork() as link:
        student = Student(link)
        student.run("print('\\ud800')")
        assert student.printed == "?\n"


def test_reading_a_file_is_bounded_and_follows_no_link(submission):
    submission.run_cell(
        "import os\n"
        "open('ici.csv', 'w').write('a,b')\n"
        "os.symlink('/usr/bin/env', 'lien')\n"
        "os.mkfifo('tube')\n"
        "open('gros', 'wb').write(bytes(3_000_000))",
        None,
    )
    with submission.fork() as link:
        student = Student(link)
        assert student.read("ici.csv") == b"a,b"
        for path in ("lien", "tube", "gros", "absent", "/dev/zero"):
            with student.raises("OSError"):
                student.read(path)


def test_a_submission_that_is_slow_to_start_is_gone(sandbox, monkeypatch):
    monkeypatch.setattr("grader.sandbox.sandbox.CALL_SECONDS", 0)
    monkeypatch.setattr("grader.sandbox.sandbox.GRACE", 1e-6)
    with pytest.raises(Gone), sandbox.submission():
        pass


def test_a_sandbox_that_was_killed_starts_again(sandbox):
    with Sandbox() as other:
        with other.submission() as victim:
            other._process.kill()
            other._process.wait()
            with pytest.raises(Gone):
                victim.run_cell("while True: pass", None)
        with other.submission() as submission:
            assert submission.run_cell("print(1)", None)["printed"] == "1\n"


def test_a_sandbox_that_does_not_start_is_an_error_at_once(sandbox, monkeypatch):
    monkeypatch.setattr("grader.sandbox.sandbox.sandbox_command", lambda program: ["false"])
    with pytest.raises(RuntimeError, match="did not start"):
        Sandbox()
