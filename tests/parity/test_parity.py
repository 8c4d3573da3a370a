"""A student's cell runs in marking as in the kernel it was written in."""

import contextlib
import json
import os
import re
import runpy
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from grader.checks.demonstration import demonstration_of
from grader.errors import UserError
from grader.execution import execute
from grader.paths import notebooks
from grader.sandbox.command import require_sandbox
from grader.sandbox.sandbox import Gone, Sandbox, Submission
from grader.student.handle import Student, StudentError

Run = Callable[[str], str | None]
EXERCISE = notebooks() / "ex1_monitoring"
BEGINNINGS: dict[str, str] = dict(
    runpy.run_path(str(Path(__file__).with_name("beginnings.py")))["beginnings"]()
)
START = "from grader import start\nservices = start('ex1_monitoring')\nwebhook_url = services['webhook']"
PATIENCE = 30.0  # real seconds for a cell: a busy machine is no difference
# Keeps what comes of each cell, out of reach of %reset and of the cells' own names.
WATCH = """
def watch(shell):
    def note(result):
        error = result.error_before_exec or result.error_in_exec
        if cell := result.info.cell_id:
            shell.seen[cell] = error and type(error).__name__, answers(cell)
    def answers(cell):
        try:
            return cell == f"cell-{shell.user_ns['answer']()}"
        except Exception:
            return False
    shell.seen, offered = {}, shell.magics_manager.magics
    shell.offered = ["%" + name for name in offered["line"]] + ["%%" + name for name in offered["cell"]]
    shell.events.register("post_run_cell", note)
watch(get_ipython())
"""
TELL = """
import json, pathlib
pathlib.Path(PATH).write_text(json.dumps([get_ipython().seen, get_ipython().offered]))
"""

# Where marking differs from the kernel, and may: one line each.
REASONS: dict[str, str] = {
    "check()": "checks are asked by the marker, not by the cell",
    'hint("inconnue")': "hints are not shown",
    'start("inconnu")': "the marker knows the exercise",
    'quiz("idempotent")': "quizzes are not shown",
    'async with httpx.AsyncClient() as client: | await client.get(services["comptes"])': (
        "the stage answers blocking clients only"
    ),
    "ipykernel.get_connection_file()": "nobody connects to this kernel",
    'Path("ex1_monitoring.ipynb").read_text(encoding="utf-8")': "cells are handed over without their file",
    'Path("/proc/cpuinfo").read_text()': "/proc is empty: it would tell of other processes",
    "psutil.cpu_percent(), psutil.virtual_memory(), psutil.Process().memory_info()": "/proc is empty",
    'Path("/dev/stdout").write_text("x")': "/proc is empty, and this leads there",
}


class Outcome(NamedTuple):
    """What came of a cell: the class of the exception it raised, if any, and whether its function works."""

    error: str | None
    answers: bool


class Both(NamedTuple):
    """What either side made of each beginning, and the magics that the kernel has, as one writes them."""

    kernel: dict[str, Outcome]
    marking: dict[str, Outcome]
    magics: set[str]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Run every beginning on both sides, at the same time."""
    try:
        require_sandbox()
    except UserError as error:
        pytest.skip(str(error))
    with ThreadPoolExecutor() as pool:
        kernel = pool.submit(_in_kernel, tmp_path_factory.mktemp("kernel"))
        marking = pool.submit(_in_marking)
        outcomes, magics = kernel.result()
        return Both(outcomes, marking.result(), magics)


def _in_kernel(folder: Path) -> tuple[dict[str, Outcome], set[str]]:
    """Run every beginning in one kernel, beside the exercise's notebook."""
    beside = shutil.copytree(EXERCISE, folder / "ex1_monitoring")
    told = folder / "told.json"
    cells = [new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(BEGINNINGS.values())]
    tell = TELL.replace("PATH", repr(str(told)))
    notebook = new_notebook(cells=[new_code_cell(START), new_code_cell(WATCH), *cells, new_code_cell(tell)])
    with pytest.MonkeyPatch.context() as patch:
        # nbclient plays an output widget's part on the very socket on which it waits, and may wait for ever.
        patch.setattr(NotebookClient, "on_comm_open_jupyter_widget", lambda *_: None)
        env = _session(folder / "home")
        execute(notebook, cwd=beside, timeout=10 * int(PATIENCE), allow_errors=True, env=env)
    seen, magics = json.loads(told.read_text())
    outcomes = {name: Outcome(*seen[f"cell-{number}"]) for number, name in enumerate(BEGINNINGS)}
    return outcomes, set(magics)


def _session(home: Path) -> dict[str, str]:
    """Return the environment of an ordinary session: a home of its own, no screen, no network for pip."""
    home.mkdir()
    return {
        "HOME": str(home),
        "USER": "stagiaire",
        "LOGNAME": "stagiaire",
        "SHELL": "/bin/sh",
        "LANG": "C.UTF-8",
        "PATH": f"{Path(sys.executable).parent}:{os.defpath}",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "PIP_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


def _in_marking() -> dict[str, Outcome]:
    """Run every beginning in the marking's sandbox, in a new process after each that one of them ends."""
    outcomes: dict[str, Outcome] = {}
    with pytest.MonkeyPatch.context() as patch, Sandbox() as sandbox:
        patch.setattr("grader.sandbox.sandbox.CALL_SECONDS", PATIENCE)
        while len(outcomes) < len(BEGINNINGS):
            with sandbox.submission() as process:
                run = _runner(process)
                run(START)
                with contextlib.suppress(Gone):
                    _mark(process, run, outcomes)
    return outcomes


def _mark(process: Submission, run: Run, outcomes: dict[str, Outcome]) -> None:
    """Run the beginnings that have no outcome yet."""
    for number, (name, source) in enumerate(BEGINNINGS.items()):
        if name not in outcomes:
            outcomes[name] = Outcome("Gone", False)
            error = run(source)
            outcomes[name] = Outcome(error, _answer(process) == number)


def _runner(process: Submission) -> Run:
    """Return what runs a cell as the marker does, and tells the class of its exception."""
    script = demonstration_of(EXERCISE / "test_visible.py")
    assert script is not None

    def run(source: str) -> str | None:
        process.stage.reset()
        process.clock.reset()
        error = process.run_cell(source, script(process.stage))["error"]
        return error and error["types"][0]

    return run


def _answer(process: Submission) -> Any:
    """Return what the function returns in a check's copy of the process, None if it does not."""
    with process.fork() as link:
        try:
            return Student(link).answer()
        except StudentError:
            return None


def _short(name: str) -> str:
    return name[:80]


@pytest.mark.parametrize("name", [name for name in BEGINNINGS if name not in REASONS], ids=_short)
def test_a_cell_runs_in_marking_as_in_its_kernel(both, name):
    assert both.marking[name] == both.kernel[name]


@pytest.mark.parametrize("name", REASONS, ids=_short)
def test_a_reason_to_differ_is_still_needed(both, name):
    assert both.marking[name] != both.kernel[name]


def test_every_magic_has_a_beginning(both):
    tried = set(re.findall(r"^ *(%%?[\w!]+)", "\n".join(BEGINNINGS.values()), re.MULTILINE))
    assert both.magics - tried == set()
