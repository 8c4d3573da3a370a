"""A stage on virtual time, and code that talks to it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from grader.clock import Clock, hooks
from grader.stage import Stage
from grader.stage.grants import Grants

Play = Callable[[Callable[[], Any]], Any]


@pytest.fixture(autouse=True, scope="session")
def wrappers() -> None:
    """Put the wrappers of virtual time in place; they stay dormant outside of `play`."""
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
def grants(clock: Clock, stage: Stage) -> Grants:
    """Return what answers the waits of the code."""
    return Grants(clock, stage)


@pytest.fixture
def play(stage: Stage, grants: Grants) -> Play:
    """Return what calls a function in virtual time, as a check calls the student's code."""

    def call(act: Callable[[], Any]) -> Any:
        with hooks.virtual(grants, stage.port, grants.now(), {}):
            return act()

    return call
