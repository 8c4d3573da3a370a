"""Files of checks written on the spot, run on a student's code."""

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from grader.checks.outcome import CheckResult
from grader.checks.session import CheckSession, Scene, run_session
from grader.clock import Clock, hooks
from grader.stage import Stage
from grader.stage.grants import Grants
from grader.student.handle import Student
from grader.student.kernel import kernel_link

HEAD = 'import pytest\nfrom grader.checks import question\nq = question("q")\n'


@pytest.fixture(autouse=True, scope="session")
def wrappers() -> None:
    """Put the wrappers of virtual time in place; they stay dormant outside of a call."""
    hooks.install()


@pytest.fixture
def checks(tmp_path: Path) -> Callable[..., Path]:
    """Return what writes a file of checks of question « q », and returns its path."""

    def write(source: str, name: str = "test_visible.py") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + dedent(source), encoding="utf-8")
        return path

    return write


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Return a stage on a virtual clock."""
    stage = Stage(Clock())
    yield stage
    stage.close()


@pytest.fixture
def run_files(stage: Stage) -> Callable[..., list[CheckResult]]:
    """Return what runs files of checks on a namespace and returns their results, in order."""

    def run(files: list[Path], namespace: dict[str, Any] | None = None) -> list[CheckResult]:
        results: list[CheckResult] = []

        def drive(session: CheckSession) -> None:
            for items in session.items.values():
                for item in items:
                    stage.clock.reset()
                    stage.reset()
                    link = kernel_link(namespace or {}, stage, Grants(stage.clock, stage))
                    results.append(session.run(item, Scene(Student(link), stage, stage.clock)))

        run_session(files, drive)
        return results

    return run


@pytest.fixture
def run(
    checks: Callable[..., Path], run_files: Callable[..., list[CheckResult]]
) -> Callable[..., list[CheckResult]]:
    """Return what runs checks, given as source, on code, given as source too."""

    def results(source: str, code: str = "") -> list[CheckResult]:
        namespace: dict[str, Any] = {}
        exec(compile(dedent(code), "<cell>", "exec"), namespace)
        return run_files([checks(source)], namespace)

    return results


@pytest.fixture
def run_one(run: Callable[..., list[CheckResult]]) -> Callable[..., CheckResult]:
    """Return what runs the body of one check on code, both given as source."""

    def result(body: str, code: str = "") -> CheckResult:
        lines = dedent(body).strip().splitlines()
        indented = "\n".join(f"    {line}" for line in lines)
        source = f'@q\ndef test_it(student, stage, clock):\n    """Le titre"""\n{indented}\n'
        (only,) = run(source, code)
        return only

    return result
