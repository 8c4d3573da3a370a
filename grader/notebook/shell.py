"""What is needed of IPython, where there is one."""

import os
import re
from collections.abc import Callable
from types import TracebackType
from typing import Any


def shell() -> Any:
    """Return IPython's shell, or None in plain Python."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    return get_ipython()


def namespace() -> dict[str, Any]:
    """Return the notebook's names."""
    running = shell()
    if running is not None:
        return running.user_ns
    import __main__

    return vars(__main__)


def in_kernel() -> bool:
    """Say whether outputs go to a notebook rather than to a terminal."""
    return hasattr(shell(), "kernel")


def validating() -> bool:
    """Say whether nbgrader's Validate button (or command) runs the notebook."""
    return os.environ.get("NBGRADER_VALIDATING") == "1"


_watchers: list[Callable[[Any], None]] = []


def watch_cells(watcher: Callable[[Any], None]) -> None:
    """Have IPython tell of each cell before it runs; a new watcher takes the place of the one before."""
    running = shell()
    if running is None:
        return
    while _watchers:
        running.events.unregister("pre_run_cell", _watchers.pop())
    _watchers.append(watcher)
    running.events.register("pre_run_cell", watcher)


_unread = False  # the last cell that the trainee wrote has a SyntaxError
_ASKING = re.compile(r"\s*(?:check|hint|solution|quiz|progress)\(")


def watch_syntax() -> None:
    """Remember whether the last cell that a trainee wrote could not be read."""
    running = shell()
    if running is not None and _note_syntax not in running.events.callbacks["post_run_cell"]:
        running.events.register("post_run_cell", _note_syntax)


def unread() -> bool:
    """Say whether the last cell that a trainee wrote has a SyntaxError: its names are those of before."""
    return _unread


def _note_syntax(result: Any) -> None:
    global _unread
    if not _ASKING.match(result.info.raw_cell or ""):
        _unread = isinstance(result.error_before_exec, SyntaxError)


def shorten_stubs() -> None:
    """Answer a call of an unwritten function with a sentence instead of a traceback."""
    running = shell()
    if running is not None:
        running.set_custom_exc((NotImplementedError,), _tell_stub)


def _tell_stub(
    self: Any, kind: type, error: Exception, trace: TracebackType, tb_offset: int | None = None
) -> None:
    print(f"Pas encore écrit\u00a0: {error or 'complétez la cellule de réponse'}.")
