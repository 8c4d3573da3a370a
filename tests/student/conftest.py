"""A student's code, and the handle that a check has on it."""

import json
import linecache
from collections.abc import Callable, Iterator
from textwrap import dedent
from typing import Any

import pytest

from grader.clock import Clock, hooks
from grader.stage import Stage
from grader.stage.grants import Grants
from grader.student.codec import decode, encode
from grader.student.handle import Student
from grader.student.kernel import kernel_link


@pytest.fixture(autouse=True, scope="session")
def wrappers() -> None:
    """Put the wrappers of virtual time in place; they stay dormant outside of a call."""
    hooks.install()


@pytest.fixture
def clock() -> Clock:
    """Return a clock at zero."""
    return Clock()


@pytest.fixture
def stage(clock: Clock) -> Iterator[Stage]:
    """Return a stage on the virtual clock."""
    stage = Stage(clock)
    yield stage
    stage.close()


@pytest.fixture
def namespace() -> dict[str, Any]:
    """Return the names of the student's notebook."""
    return {}


@pytest.fixture
def link(namespace: dict[str, Any], stage: Stage, clock: Clock) -> Callable[[dict], dict]:
    """Return the link to the student's code, in this process as in a kernel."""
    return kernel_link(namespace, stage, Grants(clock, stage))


@pytest.fixture
def student(link: Callable[[dict], dict]) -> Student:
    """Return a check's handle on the student's code."""
    return Student(link)


@pytest.fixture
def write(namespace: dict[str, Any]) -> Callable[[str], None]:
    """Return what runs a cell of the student's, whose source tracebacks find, as in IPython."""

    def run(source: str) -> None:
        source = dedent(source)
        name = f"<cell {hash(source)}>"
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        exec(compile(source, name, "exec"), namespace)

    return run


@pytest.fixture
def cross() -> Callable[[Any], Any]:
    """Return what takes a value across the boundary: as JSON text, and back."""

    def there_and_back(value: Any) -> Any:
        kept: list[Any] = []
        text = json.dumps(encode(value, lambda item: kept.append(item) or len(kept) - 1))
        return decode(json.loads(text), lambda number, kind: ("ref", kind))

    return there_and_back
