"""How an author writes a question: its hints, what it needs, and the checks that it marks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Question:
    """A question, and the decorator of its checks.

    Attributes:
        id: its name in the notebook: ``check("ID")``, and nbgrader's ``grade_id``.
        needs: ids of the questions whose answers this one uses.
        lesson: name of the lesson to read again.
        hints: French sentences, from the vaguest to the most precise.
    """

    id: str
    needs: tuple[str, ...] = ()
    lesson: str | None = None
    hints: tuple[str, ...] = ()

    def __call__(self, test: Callable | None = None, *, weight: int = 1, real_time: bool = False) -> Any:
        """Mark a pytest function as a check of this question.

        Args:
            test: the function; its docstring is the check's French title.
            weight: its share of the question's points, against 1 for the others.
            real_time: the check runs without the virtual clock: what real threads share shows in no other
                way. Keep it short: it really waits.
        """
        if test is None:
            return lambda function: self(function, weight=weight, real_time=real_time)
        test.question = self  # type: ignore[attr-defined]
        test.weight = weight  # type: ignore[attr-defined]
        test.real_time = real_time  # type: ignore[attr-defined]
        return test


def question(
    id: str, *, needs: Sequence[str] = (), lesson: str | None = None, hints: Sequence[str] = ()
) -> Question:
    """Declare a question; see `Question`.

    Example:
        >>> un_service = question("un-service", hints=["Relisez la leçon 02."])
        >>> @un_service
        ... def test_healthy_service_is_up(student, stage):
        ...     \"\"\"Un service qui répond 200 est « up »\"\"\"
        ...     url = stage.route("/health").url
        ...     assert student.check_service("a", url)["status"] == "up"
    """
    return Question(id, tuple(needs), lesson, tuple(hints))
