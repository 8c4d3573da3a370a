"""What is needed of IPython, where there is one."""

import os
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


def shorten_stubs() -> None:
    """Answer a call of an unwritten function with a sentence instead of a traceback."""
    running = shell()
    if running is not None:
        running.set_custom_exc((NotImplementedError,), _tell_stub)


def _tell_stub(
    self: Any, kind: type, error: Exception, trace: TracebackType, tb_offset: int | None = None
) -> None:
    print(f"Pas encore écrit\u00a0: {error or 'complétez la cellule de réponse'}.")
