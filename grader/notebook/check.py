"""check("…"): the visible checks of a question, run in the trainee's kernel."""

from grader.checks.report import Report
from grader.notebook import progress
from grader.notebook.course import Course, current
from grader.notebook.news import news_since
from grader.notebook.run import run_question
from grader.notebook.shell import in_kernel, unread, validating
from grader.typography import typeset


class CheckFailed(AssertionError):
    """Makes nbgrader's Validate button report a failed question, in one line."""

    def _render_traceback_(self) -> list[str]:
        return [typeset(str(self))]


def check(question: str = "") -> Report:
    """Check the answer to a question and show, for each check, what was expected and what came.

    Args:
        question: the question's name, as the cell gives it.

    Returns:
        The report, shown as a table; nbgrader reads the points in it.

    Raises:
        UserError: the notebook was not started or has no such question.
        CheckFailed: a check failed while nbgrader validates the notebook.
    """
    course = current()
    results = run_question(course, question)
    report = Report(
        results,
        course.points(question),
        _notices(course),
        news_since(course, question, results),
        in_kernel=in_kernel(),
    )
    if report.attempted:
        course.attempted.add(question)
    if report.passed:
        progress.remember(course, question)
    if validating() and not report.passed:
        raise CheckFailed(_one_line(question, report))
    return report


def _notices(course: Course) -> list[str]:
    notices = []
    if unread():
        notices.append(
            "La dernière cellule que vous avez exécutée a une erreur de syntaxe : Python ne l'a pas lue. "
            "Ces résultats sont ceux de la version d'avant."
        )
    if course.checks_altered():
        notices.append(
            f"Le fichier {course.checks_file.name} a été modifié : ces résultats ne valent plus rien. "
            "La correction se fait avec les vérifications d'origine ; remettez le fichier du cours."
        )
    return notices


def _one_line(question: str, report: Report) -> str:
    first = next(result for result in report.results if result.outcome.value != "passed")
    return f"{question} : {report.summary}. {first.title} : {first.message or first.outcome.french}"
