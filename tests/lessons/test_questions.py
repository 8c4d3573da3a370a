"""Every lesson's questions: the stub is refused, the reference answer passes, typical mistakes are named."""

import ast
import functools
import runpy
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.checks.outcome import CheckResult, Outcome
from grader.checks.session import CheckSession, Scene, run_session
from grader.clock import Clock, hooks
from grader.paths import notebooks
from grader.stage import Stage
from grader.stage.grants import Grants
from grader.student.handle import Student
from grader.student.kernel import kernel_link

MISTAKES = Path(__file__).with_name("mistakes")
LESSONS = sorted(file.stem.removeprefix("test_") for file in notebooks().glob("test_*.py"))
FREE = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef  # what may run outside the notebook

Results = dict[tuple[str, str], list[CheckResult]]


class Lesson:
    """A released lesson: its code, its own answers, and the mistakes that its checks must name."""

    def __init__(self, name: str) -> None:
        self.checks = notebooks() / f"test_{name}.py"
        notebook = nbformat.read(notebooks() / f"{name}.ipynb", as_version=4)
        self.code = {cell.id: cell.source for cell in notebook.cells if cell.cell_type == "code"}
        self.answers: dict[str, str] = notebook.metadata["grader"]["answers"]
        file = MISTAKES / f"{name}.py"
        data = runpy.run_path(str(file)) if file.exists() else {"MISTAKES": []}
        self.mistakes: list[tuple[str, str | None, str, str]] = data["MISTAKES"]
        self.nothing_compared: tuple[str, ...] = data.get("NOTHING_COMPARED", ())

    def stub(self, question: str) -> str:
        return self.code[f"reponse-{question}"]

    def mistaken(self, question: str, old: str | None, new: str) -> str:
        answer = self.answers[question]
        assert old is None or old in answer, f"the answer to {question} no longer contains {old!r}"
        return new if old is None else answer.replace(old, new)

    def namespace(self, question: str) -> dict[str, Any]:
        """What the notebook has defined when the question comes, without running its cells."""
        names: dict[str, Any] = {}
        for cell, source in self.code.items():
            if cell == f"reponse-{question}":
                break
            defining = self.answers.get(cell.removeprefix("reponse-"), source)
            _define(defining, names)
        return names


def _define(source: str, names: dict[str, Any]) -> None:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell of IPython's own language
        return
    tree.body = [node for node in tree.body if isinstance(node, FREE) or _is_constant(node)]
    exec(compile(tree, "lesson", "exec"), names)


def _is_constant(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)


lesson_named = functools.cache(Lesson)


@functools.cache
def results_of(name: str) -> Results:
    """What the checks say of every stub, answer and mistake, all judged in one session."""
    lesson = lesson_named(name)
    cases = [(question, lesson.stub(question)) for question in lesson.answers]
    cases += lesson.answers.items()
    cases += [(question, lesson.mistaken(question, old, new)) for question, old, new, _ in lesson.mistakes]
    found: Results = {}
    hooks.install()
    run_session(
        [lesson.checks],
        lambda session: found.update({case: _judged(session, lesson, *case) for case in cases}),
    )
    return found


def _judged(session: CheckSession, lesson: Lesson, question: str, code: str) -> list[CheckResult]:
    namespace = lesson.namespace(question)
    exec(code, namespace)
    clock = Clock()
    stage = Stage(clock)
    link = kernel_link(namespace, stage, Grants(clock, stage))
    results = []
    for item in session.items[question]:
        stage.reset()
        clock.reset()
        results.append(session.run(item, Scene(Student(link), stage, clock)))
    stage.close()
    return results


QUESTIONS = [(name, question) for name in LESSONS for question in lesson_named(name).answers]
NAMED = [(name, *mistake) for name in LESSONS for mistake in lesson_named(name).mistakes]


@pytest.mark.parametrize(("name", "question"), QUESTIONS)
def test_stub_is_not_attempted(name, question):
    judged = results_of(name)[question, lesson_named(name).stub(question)]
    assert {result.outcome for result in judged} == {Outcome.NOT_ATTEMPTED}


@pytest.mark.parametrize(("name", "question"), QUESTIONS)
def test_reference_answer_passes(name, question):
    judged = results_of(name)[question, lesson_named(name).answers[question]]
    assert [(r.title, r.message, r.got) for r in judged if r.outcome is not Outcome.PASSED] == []


@pytest.mark.parametrize(("name", "question"), QUESTIONS)
def test_two_mistakes_at_least_are_named(name, question):
    assert len({said for asked, _, _, said in lesson_named(name).mistakes if asked == question}) >= 2


@pytest.mark.parametrize(
    ("name", "question", "old", "new", "sentence"),
    NAMED,
    ids=[f"{name[:2]} {question}: {said}" for name, question, *_, said in NAMED],
)
def test_mistake_is_named(name, question, old, new, sentence):
    judged = results_of(name)[question, lesson_named(name).mistaken(question, old, new)]
    told = [result.message for result in judged]
    assert any(sentence in message for message in told), told


@pytest.mark.parametrize("name", LESSONS)
def test_failed_comparison_shows_what_was_expected_and_what_came(name):
    lesson = lesson_named(name)
    judged = [result for told in results_of(name).values() for result in told]
    failed = [result for result in judged if result.outcome is Outcome.FAILED]
    compared = [r for r in failed if not any(said in r.message for said in lesson.nothing_compared)]
    assert compared
    assert [r.message for r in compared if r.expected is None or r.got is None] == []


@pytest.mark.parametrize("name", LESSONS)
def test_every_question_has_hints_in_steps(name):
    hinted: dict[str, int] = {}
    run_session(
        [lesson_named(name).checks],
        lambda session: hinted.update({id_: len(asked.hints) for id_, asked in session.questions.items()}),
    )
    assert hinted.keys() == lesson_named(name).answers.keys()
    assert min(hinted.values()) >= 2
