"""Checks run by pytest: collected once, driven one by one, judged in French."""

import atexit
import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.checks.conversation import conversation
from grader.checks.outcome import CheckResult, Outcome
from grader.checks.question import Question
from grader.checks.verdict import BOUNDS, Comparison, judge
from grader.clock import Clock
from grader.errors import UserError
from grader.stage import Stage
from grader.student.handle import Student

HIDDEN = "test_hidden.py"
MAX_PRINTED = 1000  # characters
OPTIONS = [
    "--import-mode=importlib",
    "--noconftest",
    "--capture=no",
    *(f"-pno:{plugin}" for plugin in ("cacheprovider", "terminal", "faulthandler", "unraisableexception")),
    *(f"-pno:{plugin}" for plugin in ("threadexception", "logging", "junitxml", "pastebin", "debugging")),
]


@dataclass
class Scene:
    """What a check gets: the student, the stage and the clock, made anew for it."""

    student: Student
    stage: Stage
    clock: Clock


@dataclass
class CheckSession:
    """The checks of an exercise or a lesson, ready to be run any number of times.

    Attributes:
        questions: the questions by id, in the order of the files.
        items: the checks of each question.
    """

    questions: dict[str, Question] = field(default_factory=dict)
    items: dict[str, list[pytest.Item]] = field(default_factory=dict)

    def run(self, item: pytest.Item, scene: Scene) -> CheckResult:
        """Run one check on a student's code."""
        result = self.blank(item)
        item.stash[_SCENE], item.stash[_COMPARED], item.stash[_ERROR] = scene, None, None
        with _pace(item, scene):
            scene.student.draw_alike(item.name)
            item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
            judge(result, item.stash[_ERROR], item.stash[_COMPARED])
            if result.outcome not in (Outcome.PASSED, Outcome.NOT_ATTEMPTED):
                result.conversation = conversation(scene.stage, scene.clock)
                result.printed = scene.student.printed[:MAX_PRINTED]
        return result

    @staticmethod
    def blank(item: Any) -> CheckResult:
        """Return the result of a check that has not run."""
        function = item.function
        title = " ".join((function.__doc__ or item.name).split())
        if callspec := getattr(item, "callspec", None):
            title += f" ({callspec.id})"
        return CheckResult(
            name=item.name,
            title=title,
            outcome=Outcome.ERROR,
            question=function.question.id,
            hidden=item.path.name == HIDDEN,
            weight=function.weight,
        )


def _pace(item: Any, scene: Scene) -> contextlib.AbstractContextManager:
    """Let time be real during a check that says so."""
    if not item.function.real_time:
        return contextlib.nullcontext()
    scene.student.real_time = True
    return scene.stage.in_real_time()


def run_session(files: list[Path], drive: Callable[[CheckSession], None]) -> None:
    """Collect the checks of ``files`` and hand them to ``drive``.

    Raises:
        UserError: a file is missing or cannot be read as checks.
    """
    for file in files:
        if not file.is_file():
            raise UserError(f"Le fichier de vérifications {file.name} est introuvable dans {file.parent}.")
    folder = Path(os.path.commonpath([file.parent for file in files]))
    plugin = _Plugin(drive, folder)
    with _quiet_pytest(files):
        # Without -c and --rootdir, the options of whatever repository is around would apply.
        config = Path(__file__).with_name("pytest.ini")
        places = [f"--rootdir={folder}", "-c", str(config), "--confcutdir", str(folder)]
        pytest.main([*OPTIONS, *places, *(str(file.relative_to(folder)) for file in files)], plugins=[plugin])
    if plugin.failure:
        raise plugin.failure
    if not plugin.driven:
        raise UserError(f"Les vérifications de {folder} ne se chargent pas : {plugin.trouble}")


_SCENE = pytest.StashKey[Scene]()
_COMPARED = pytest.StashKey[Comparison | None]()
_ERROR = pytest.StashKey[BaseException | None]()


class _Plugin:
    """Takes the loop over from pytest, gives the checks their fixtures, and keeps how they ended."""

    def __init__(self, drive: Callable[[CheckSession], None], folder: Path) -> None:
        self._drive = drive
        self._folder = folder
        self.driven = False
        self.trouble = "aucune vérification trouvée."
        self.failure: BaseException | None = None

    def pytest_configure(self, config: pytest.Config) -> None:
        config.option.tbstyle = "native"  # nobody reads these tracebacks, and the other forms are slow

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self, session: pytest.Session) -> Generator[None, object, object]:
        """Look for the files from their folder: in a whole path, pytest takes « [ » for the path's end."""
        config, here = session.config, session.config.invocation_params
        config.invocation_params = replace(here, dir=self._folder)
        try:
            return (yield)
        finally:
            config.invocation_params = here  # pytest ends there

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            last = str(report.longrepr).strip().splitlines()[-1]
            self.trouble = f"{Path(report.nodeid).name}, {last.removeprefix('E').strip()[:300]}"

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed or not session.items:
            return True
        self.driven = True
        try:
            self._drive(_collected(session.items))
        except BaseException as error:  # carried out of pytest, which would only print it
            self.failure = error
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo) -> None:
        if call.excinfo and item.stash.get(_ERROR, None) is None:
            item.stash[_ERROR] = call.excinfo.value

    @pytest.hookimpl(tryfirst=True)
    def pytest_assertrepr_compare(self, config: pytest.Config, op: str, left: Any, right: Any) -> None:
        if op in BOUNDS and (item := _current.get("item")):
            item.stash[_COMPARED] = Comparison(op, left, right)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> None:
        _current["item"] = item

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Student:
        return request.node.stash[_SCENE].student

    @pytest.fixture
    def stage(self, request: pytest.FixtureRequest) -> Stage:
        return request.node.stash[_SCENE].stage

    @pytest.fixture
    def clock(self, request: pytest.FixtureRequest) -> Clock:
        return request.node.stash[_SCENE].clock


_current: dict[str, pytest.Item] = {}


def _collected(items: list[pytest.Item]) -> CheckSession:
    session = CheckSession()
    for item in items:
        asked: Question | None = getattr(item.function, "question", None)  # type: ignore[attr-defined]
        if asked is None:
            raise UserError(f"La vérification {item.name} de {item.path.name} n'est d'aucune question.")
        session.items.setdefault(asked.id, []).append(item)
        if item.path.name != HIDDEN or asked.id not in session.questions:
            session.questions[asked.id] = asked
    _check_needs(session.questions)
    return session


def _check_needs(questions: dict[str, Question]) -> None:
    for asked in questions.values():
        if unknown := set(asked.needs) - questions.keys():
            names = ", ".join(f"« {name} »" for name in sorted(unknown))
            raise UserError(f"La question « {asked.id} » a besoin de {names}, qui n'a aucune vérification.")


@cache
def _compiled() -> str:
    """Where pytest keeps the compiled checks: compiling them takes as long as running many of them."""
    folder = tempfile.TemporaryDirectory(prefix="grader-")
    atexit.register(folder.cleanup)
    return folder.name


@contextlib.contextmanager
def _quiet_pytest(files: list[Path]) -> Iterator[None]:
    """Keep plugins, caches and modules of other runs out, and leave no trace."""
    # On CI pytest works out whole differences, which takes minutes for a large value.
    theirs = [*(name for name in os.environ if name.startswith("PYTEST_")), "CI", "BUILD_NUMBER"]
    saved = {name: os.environ.pop(name, None) for name in theirs}
    saved.setdefault("PYTEST_DISABLE_PLUGIN_AUTOLOAD", None)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    bytecode = sys.dont_write_bytecode, sys.pycache_prefix
    sys.dont_write_bytecode, sys.pycache_prefix = False, _compiled()
    try:
        yield
    finally:
        sys.dont_write_bytecode, sys.pycache_prefix = bytecode
        for name, value in saved.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)
        for name, module in list(sys.modules.items()):
            if getattr(module, "__file__", None) in {str(file) for file in files}:
                del sys.modules[name]
