"""The first cell of every notebook."""

import importlib.util
from pathlib import Path
from typing import Any

from grader.clock import hooks
from grader.notebook.course import Course, open_course
from grader.notebook.shell import namespace, shorten_stubs
from grader.paths import cassettes
from grader.stage import Stage


def start(name: str) -> dict[str, str] | None:
    """Prepare a notebook: its recorded answers, its checks, its services to try the code on.

    Running it again starts afresh.

    Args:
        name: the notebook's name, without ``.ipynb``.

    Returns:
        For an exercise, the addresses of its demonstration services, by name.

    Raises:
        UserError: the course has no such notebook.
    """
    course = open_course(name, namespace())
    _go_offline(name)
    hooks.install()
    shorten_stubs()
    return _demonstration(course)


def _go_offline(name: str) -> None:
    from grader.replay import guard, start

    cassette = cassettes() / f"{name}.yaml"
    if cassette.is_file():
        start(name, cassette)
    else:
        guard.install()


_stages: dict[str, Stage] = {}


def _demonstration(course: Course) -> dict[str, str] | None:
    """Start the services that an exercise's checks declare in ``demonstration(stage)``."""
    declared = getattr(_module(course.checks_file), "demonstration", None)
    if declared is None:
        return None
    if course.name in _stages:
        _stages.pop(course.name).close()
    stage = _stages[course.name] = Stage()
    return declared(stage)


def _module(file: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"grader_demonstration_{file.stem}", file)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
