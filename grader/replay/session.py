"""Starting and stopping the replay in a process."""

import errno
import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

from grader import machine, paths
from grader.errors import UserError
from grader.replay import cassette as cassettes
from grader.replay import guard
from grader.replay.cells import CellWatcher, Listener
from grader.replay.http import Answer, Request
from grader.replay.player import Player
from grader.replay.wire import answered_by

RECORDING = "GRADER_RECORD"  # set while a cassette is being recorded: the folder of the recording

_running: ExitStack | None = None
_source: "Source | None" = None


class Source(Listener, Protocol):
    """Where answers come from: a cassette, or the lab that one is recorded from."""

    def answer(self, request: Request) -> Answer:
        """Answer one request of the running cell."""


def start(name: str, cassette: Path) -> None:
    """Answer this process's HTTP requests from a cassette, and keep it off the network.

    Running the notebook's first cell again starts afresh.

    Args:
        name: the notebook's name, as in `02_bibliotheque_requests`.
        cassette: the YAML file that was recorded for it.

    Raises:
        UserError: there is no such cassette.
    """
    global _running, _source
    source = _open(name, cassette)
    stop()
    _source, _running = source, ExitStack()
    machine.settle()
    guard.install()
    _running.callback(guard.uninstall)
    _running.enter_context(answered_by(_answer))
    shell = _ipython()
    if shell is not None:
        watcher = CellWatcher(shell, source)
        watcher.start()
        _running.callback(watcher.stop)


def stop() -> None:
    """Give the process its network back."""
    global _running, _source
    if _running is not None:
        _running.close()
    _source = _running = None


def _answer(request: Request) -> Answer:
    """Ask whoever answers now: a Session's connections may be older than the last start."""
    if _source is None:
        raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
    return _source.answer(request)


def _open(name: str, cassette: Path) -> Source:
    if folder := os.environ.get(RECORDING):
        from grader.recording.recorder import Recorder

        return Recorder(Path(folder))
    if not cassette.is_file():
        raise UserError(f"Les réponses enregistrées de « {name} » sont introuvables : il manque {cassette}.")
    return Player(cassettes.load(cassette), _sources(name))


def _sources(name: str) -> dict[str, str]:
    """Return the cells of a notebook by id; none where it was not handed out."""
    file = paths.notebooks() / f"{name}.ipynb"
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"] if file.is_file() else []
    return {cell["id"]: "".join(cell["source"]) for cell in cells}


def _ipython() -> Any:
    """Return the running IPython shell; None in a plain script, which counts as one long cell."""
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    return get_ipython()
