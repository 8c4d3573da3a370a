"""Running a question's checks on the kernel's own names."""

from functools import cache

from grader.checks.blocking import mark_blocked
from grader.checks.outcome import CheckResult, Outcome
from grader.checks.question import Question
from grader.checks.session import CheckSession, Scene, run_session
from grader.clock import Clock, hooks
from grader.errors import UserError
from grader.notebook.course import Course
from grader.stage import Stage
from grader.stage.grants import Grants
from grader.student.handle import Student
from grader.student.kernel import kernel_link


def run_question(course: Course, question: str) -> list[CheckResult]:
    """Run the visible checks of ``question``.

    Raises:
        UserError: the notebook has no such question, or its checks cannot be read.
    """
    results: list[CheckResult] = []

    def drive(session: CheckSession) -> None:
        asked = _known(session.questions, question)
        results.extend(_run_all(session, course, question))
        mark_blocked(results, asked, lambda need: _passes(session, course, need))

    run_session([course.checks_file], drive)
    return results


def question_of(course: Course, question: str) -> Question:
    """Return the declaration of ``question``: its hints and its lesson."""
    found: list[Question] = []
    run_session([course.checks_file], lambda session: found.append(_known(session.questions, question)))
    return found[0]


def _known(questions: dict[str, Question], question: str) -> Question:
    if question not in questions:
        names = ", ".join(f"« {name} »" for name in questions)
        if not question:
            raise UserError(
                f"Donnez entre les parenthèses le nom de la question. Celles de ce notebook : {names}."
            )
        raise UserError(f"Ce notebook n'a pas de question « {question} ». Ses questions : {names}.")
    return questions[question]


def _passes(session: CheckSession, course: Course, question: str) -> bool:
    return all(result.outcome is Outcome.PASSED for result in _run_all(session, course, question))


def _run_all(session: CheckSession, course: Course, question: str) -> list[CheckResult]:
    stage, clock, grants = _theatre()
    results = []
    for item in session.items[question]:
        clock.reset()
        stage.reset()
        student = Student(kernel_link(course.namespace, stage, grants))
        results.append(session.run(item, Scene(student, stage, clock)))
        hooks.end_check()
    return results


@cache
def _theatre() -> tuple[Stage, Clock, Grants]:
    """The stage of this kernel's checks: started once, reset before each check."""
    import pandas  # noqa: F401 - it cannot be imported for the first time while `datetime` is virtual

    clock = Clock()
    stage = Stage(clock)
    return stage, clock, Grants(clock, stage)
