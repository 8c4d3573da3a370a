"""What a new attempt at a question changed."""

from grader.checks.outcome import CheckResult, Outcome
from grader.notebook.course import Course


def news_since(course: Course, question: str, results: list[CheckResult]) -> list[str]:
    """Remember what passes, and return what differs from the last attempt, in French sentences.

    Args:
        course: the notebook that is open.
        question: what was attempted.
        results: the results of its checks.
    """
    passed = {result.title for result in results if result.outcome is Outcome.PASSED}
    before = course.passed.get(question)
    course.passed[question] = passed
    if before is None:
        return []
    gained = [result.title for result in results if result.title in passed - before]
    lost = [result.title for result in results if result.title in before - passed]
    return [
        f"{sentence} : {', '.join(f'« {title} »' for title in titles)}."
        for sentence, titles in (
            ("Depuis votre dernier essai, réussit en plus", gained),
            ("Réussissait à votre dernier essai et ne réussit plus", lost),
        )
        if titles
    ]
