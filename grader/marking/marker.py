"""Marking one submission: its cells run in the sandbox, each check in a copy of its process."""

import contextlib
import time

import pytest

from grader.checks.blocking import mark_blocked
from grader.checks.demonstration import Demonstration
from grader.checks.outcome import CheckResult, Outcome
from grader.checks.session import CheckSession, Scene
from grader.marking import remarks
from grader.marking.remarks import Stopped
from grader.marking.steps import Asked, Cell
from grader.marking.steps import Submission as Notebook
from grader.sandbox.sandbox import Gone, Sandbox
from grader.sandbox.sandbox import Submission as Process
from grader.student.handle import Student, StudentError

MAX_RESTARTS = 4
MAX_ENDLESS = 2  # calls that run out of time, before the rest of their question is given up
MAX_BELOW = 50  # cells below a question in which a definition is looked for
BUDGET = 90.0  # real seconds for one submission


class Marker:
    """Runs the checks of an exercise on one notebook.

    Args:
        session: the exercise's checks, collected.
        sandbox: where the notebook's code runs.
        notebook: what to run.
        demonstration: scripts the exercise's demonstration services, if it has any.
    """

    def __init__(
        self, session: CheckSession, sandbox: Sandbox, notebook: Notebook, demonstration: Demonstration | None
    ) -> None:
        self._session = session
        self._sandbox = sandbox
        self._notebook = notebook
        self._demonstration = demonstration
        self._deadly: set[int] = set()
        self._stopped: dict[int, Stopped] = {}  # by the number of the step
        self._end = time.monotonic() + BUDGET
        self.results: dict[str, dict[str, CheckResult]] = {question: {} for question in session.items}
        self.printed: dict[str, str] = {}
        self.notices: list[str] = []
        self._missing: dict[str, None] = {}  # what is told of names that do not exist, each once

    def run(self) -> dict[str, list[CheckResult]]:
        """Run everything; return the results of each question's checks.

        A cell or a check that ends the process costs itself only: a new process takes over from there.
        """
        with contextlib.suppress(_OutOfTime):
            self._run_in_turn()
        unfinished = [question for question in self._session.items if self._left(question)]
        for question in unfinished:
            self._write_off(question)
        if unfinished:
            self.notices.append(
                f"Vérifications abandonnées, faute de réponse du code : {', '.join(unfinished)}."
            )
        self._block()
        self.notices += remarks.told(self._stops())
        self.notices += self._missing
        self.notices += self._notebook.explained({name for name in self.results if not self._passes(name)})
        return {question: list(results.values()) for question, results in self.results.items()}

    def _run_in_turn(self) -> None:
        for _ in range(MAX_RESTARTS + 1):
            with contextlib.suppress(Gone), self._sandbox.submission() as process:
                self._play(process)
                return

    def _play(self, process: Process) -> None:
        for number, step in enumerate(self._notebook.steps):
            if time.monotonic() > self._end:
                raise _OutOfTime
            if isinstance(step, Asked):
                self._check(process, step.question)
                self._explain_missing(number, step.question)
            elif number not in self._deadly:
                self._run_cell(process, number, step)

    def _run_cell(self, process: Process, number: int, cell: Cell) -> None:
        process.stage.reset()
        process.clock.reset()
        services = self._demonstration(process.stage) if self._demonstration else None
        try:
            reply = process.run_cell(cell.source, services)
        except Gone:
            self._deadly.add(number)
            self._stopped[number] = remarks.ended(cell.source)
            raise
        self.printed[cell.source] = str(reply.get("printed", ""))
        self._note_error(number, cell, reply["error"])

    def _note_error(self, number: int, cell: Cell, report: object) -> None:
        """Remember a cell that an error ended; that an answer is not written yet is no error."""
        self._stopped.pop(number, None)
        if report is not None:
            error = StudentError(report if isinstance(report, dict) else {})
            if error.types[0] != remarks.UNWRITTEN:
                self._stopped[number] = remarks.raised(cell.source, error.types[0], error.text)

    def _stops(self) -> list[Stopped]:
        """Return the cells that did not come to their end, but for those whose error is no loss."""
        trials = {
            place
            for place, step in enumerate(self._notebook.steps)
            if isinstance(step, Cell) and step.may_fail
        }
        return [self._stopped[place] for place in sorted(self._stopped.keys() - (trials - self._deadly))]

    def _explain_missing(self, number: int, question: str) -> None:
        """Say of a name that does not exist which cell would have defined it."""
        stopped = [cell for place, cell in self._stopped.items() if place < number]
        below = [step.source for step in self._notebook.steps[number:] if isinstance(step, Cell)][:MAX_BELOW]
        for result in self.results[question].values():
            if name := result.missing:
                stops = any(remarks.binds(cell.source, name) for cell in stopped)
                later = not stops and any(remarks.binds(source, name) for source in below)
                unwritten = result.outcome is Outcome.NOT_ATTEMPTED
                if stops or later or unwritten:
                    result.message = remarks.why_missing(name, stopped, below)
                if later and not unwritten:  # a helper of the answer
                    self._missing.setdefault(f"Question « {question} » : {result.message}")

    def _check(self, process: Process, question: str) -> None:
        """Run a question's checks in a copy of the process, and in another one if that dies."""
        endless = 0
        while left := self._left(question):
            with process.fork() as link:
                for item in left:
                    if time.monotonic() > self._end:
                        raise _OutOfTime
                    process.clock.reset()
                    process.stage.reset()
                    scene = Scene(Student(link), process.stage, process.clock)
                    self.results[question][item.nodeid] = self._session.run(item, scene)
                    if link.over or endless + link.endless >= MAX_ENDLESS:
                        break
            endless += link.endless
            if endless >= MAX_ENDLESS:  # the next would only wait as long, at the cost of other questions
                self._write_off(question)

    def _left(self, question: str) -> list[pytest.Item]:
        done = self.results[question]
        return [item for item in self._session.items[question] if item.nodeid not in done]

    def _write_off(self, question: str) -> None:
        for item in self._left(question):
            result = self._session.blank(item)
            result.message = "Votre code ne rend pas la main : cette vérification n'a pas été tentée."
            self.results[question][item.nodeid] = result

    def _block(self) -> None:
        for question, asked in self._session.questions.items():
            mark_blocked(list(self.results[question].values()), asked, self._passes)

    def _passes(self, question: str) -> bool:
        return all(result.outcome is Outcome.PASSED for result in self.results[question].values())


class _OutOfTime(Exception):
    """The submission has used up its time; what is left of it is not marked."""
