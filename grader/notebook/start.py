"""The first cell of every notebook."""

import logging
import os
import sys

from grader import machine
from grader.checks.demonstration import demonstration_of
from grader.clock import hooks
from grader.errors import UserError
from grader.notebook.course import Course, open_course
from grader.notebook.resume import Resume
from grader.notebook.shell import namespace, shorten_stubs, watch_cells, watch_syntax
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
    _settle()
    _go_offline(name)
    hooks.install()
    shorten_stubs()
    watch_syntax()
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # it tells of its first start
    if not course.is_exercise:
        watch_cells(Resume(course).before)
    return _demonstration(course)


def _settle() -> None:
    """Leave the settings of this machine's user aside, whoever has started the kernel."""
    if sys.flags.optimize:
        raise UserError(
            "Ce noyau tourne avec PYTHONOPTIMIZE, qui ôte à Python ses vérifications (assert) : "
            "retirez cette variable de votre environnement, puis redémarrez le noyau."
        )
    machine.settle()
    import requests.utils

    # ~/.netrc is not read any more; a file that a cell names in NETRC still is.
    requests.utils.NETRC_FILES = ()  # type: ignore[assignment]


def _go_offline(name: str) -> None:
    from grader.replay import guard, start
    from grader.replay.session import RECORDING

    cassette = cassettes() / f"{name}.yaml"
    if cassette.is_file() or RECORDING in os.environ:
        start(name, cassette)
    else:
        guard.install()


_stages: dict[str, Stage] = {}


def _demonstration(course: Course) -> dict[str, str] | None:
    """Start the services that an exercise's checks declare in ``demonstration(stage)``."""
    declared = demonstration_of(course.checks_file)
    if declared is None:
        return None
    if course.name in _stages:
        _stages.pop(course.name).close()
    stage = _stages[course.name] = Stage()
    return declared(stage)
