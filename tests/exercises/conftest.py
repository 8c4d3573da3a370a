"""What the tests of the exercises share: an exercise's own answers, and a jury for many sets of answers.

A test module gives `NAME`, the exercise; `MISTAKES`, each with its question, what is changed in the source's
answer, what it becomes, and the checks that must notice, in short; and, if it has any, `submissions()`, more
answers by name.
"""

import json
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
import pytest
from nbformat import NotebookNode

from grader.checks.outcome import CheckResult, Outcome
from grader.checks.session import CheckSession, Scene, run_session
from grader.clock import Clock, hooks
from grader.paths import notebooks, solutions
from grader.stage import Stage
from grader.stage.grants import Grants
from grader.student.handle import Student
from grader.student.kernel import kernel_link

GIVEN = ("imports", "exceptions")  # the cells that define what answers use


class Exercise:
    """An exercise: its source, its checks, its release.

    Attributes:
        checks: the files of its visible and of its hidden checks.
        answers: the source's own answers by question.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        folder = solutions() / name
        self._source: NotebookNode = jupytext.read(folder / f"{name}.md", fmt="md:myst")
        self.checks: list[Path] = [folder / file for file in ("test_visible.py", "test_hidden.py")]
        self.answers: dict[str, str] = {
            cell.metadata["answer"]: cell.source for cell in self._source.cells if "answer" in cell.metadata
        }

    def points(self) -> dict[str, int]:
        """Return what each question of the released notebook is worth."""
        marked = [cell["metadata"].get("nbgrader", {}) for cell in self._cells()]
        return {cell["grade_id"]: cell["points"] for cell in marked if cell.get("grade")}

    def released(self) -> dict[str, str]:
        """Return the answer cell of each question as the notebook is released, still to be written."""
        return {
            cell["metadata"]["nbgrader"]["grade_id"].removeprefix("reponse-"): "".join(cell["source"])
            for cell in self._cells()
            if cell["metadata"].get("nbgrader", {}).get("solution")
        }

    def _cells(self) -> list[dict[str, Any]]:
        text = (notebooks() / self._name / f"{self._name}.ipynb").read_text(encoding="utf-8")
        cells: list[dict[str, Any]] = json.loads(text)["cells"]
        return cells

    def mistaken(self, question: str, old: str, new: str) -> list[str]:
        """Return the source's answers with one mistake."""
        assert old in self.answers[question], f"{old!r} is not in the answer to {question}"
        return [code.replace(old, new) if name == question else code for name, code in self.answers.items()]

    def run_cells(self, sources: list[str]) -> dict[str, Any]:
        """Run answers below what the notebook gives and return the names they leave."""
        given = [cell.source for cell in self._source.cells if cell.metadata.get("id") in GIVEN]
        namespace: dict[str, Any] = {"__name__": "__main__"}
        with warnings.catch_warnings(action="ignore"):
            for source in [*given, *sources]:
                exec(compile(source, "<cell>", "exec"), namespace)
        return namespace


@dataclass(frozen=True)
class Verdict:
    """What the checks said of some answers."""

    results: list[CheckResult]

    def of(self, question: str) -> list[CheckResult]:
        """Return a question's results."""
        return [result for result in self.results if result.question == question]

    @property
    def failed(self) -> set[str]:
        """The checks that did not pass, named in short."""
        missed = [result for result in self.results if result.outcome is not Outcome.PASSED]
        return {result.name.removeprefix("test_") for result in missed}


class Jury:
    """Judges answers in one pytest session, in this process, as a trainee's kernel would."""

    def __init__(self, session: CheckSession, exercise: Exercise) -> None:
        self._session = session
        self._exercise = exercise
        self._clock = Clock()
        self._stage = Stage(self._clock)
        self._grants = Grants(self._clock, self._stage)

    def checks(self, question: str) -> set[str]:
        """Return the checks of a question, named in short."""
        return {item.name.removeprefix("test_") for item in self._session.items[question]}

    def judge(self, cells: list[str], noticed: set[str] | None = None) -> Verdict:
        """Run the checks called ``noticed``, or all of them, on what some cells define."""
        namespace = self._exercise.run_cells(cells)
        items = [item for items in self._session.items.values() for item in items]
        asked = [item for item in items if noticed is None or item.name.removeprefix("test_") in noticed]
        return Verdict([self._run(item, namespace) for item in asked])

    def _run(self, item: pytest.Item, namespace: dict[str, Any]) -> CheckResult:
        self._clock.reset()
        self._stage.reset()
        student = Student(kernel_link(namespace, self._stage, self._grants))
        return self._session.run(item, Scene(student, self._stage, self._clock))


@pytest.fixture(scope="session")
def with_jury() -> Callable[[str, Callable[[Exercise, Jury], None]], None]:
    """Return what has a function judge answers to the exercise of a name."""

    def sit(name: str, act: Callable[[Exercise, Jury], None]) -> None:
        exercise = Exercise(name)
        hooks.install()
        run_session(exercise.checks, lambda session: act(exercise, Jury(session, exercise)))

    return sit


@pytest.fixture(scope="module")
def exercise(request) -> Exercise:
    """Return the module's exercise."""
    return Exercise(request.module.NAME)


@pytest.fixture(scope="module")
def judged(request, with_jury) -> dict[Any, Verdict]:
    """Return the verdicts on the source, on the module's submissions and on its mistakes."""
    module = request.module
    found: dict[Any, Verdict] = {}

    def judge_all(exercise: Exercise, jury: Jury) -> None:
        found["source"] = jury.judge(list(exercise.answers.values()))
        for name, cells in getattr(module, "submissions", dict)().items():
            found[name] = jury.judge(cells)
        for question, old, new, noticed in module.MISTAKES:
            found[question, old, new] = jury.judge(
                exercise.mistaken(question, old, new), set(noticed.split())
            )

    with_jury(module.NAME, judge_all)
    return found
