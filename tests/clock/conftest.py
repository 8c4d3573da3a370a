"""Virtual time in this process, as a check gives it to a student's code."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from grader.clock import Clock, hooks
from grader.stage import Stage
from grader.stage.grants import Grants

Play = Callable[..., Any]


@pytest.fixture(autouse=True, scope="session")
def wrappers() -> None:
    """Put the wrappers in place; they stay dormant outside of `play`."""
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
def play(clock: Clock, stage: Stage) -> Play:
    """Return what calls a function in virtual time, as a check calls the student's code."""
    grants = Grants(clock, stage)

    def call(act: Callable[[], Any], namespace: dict[str, Any] | None = None) -> Any:
        with hooks.virtual(grants, stage.port, grants.now(), {} if namespace is None else namespace):
            return act()

    return call
