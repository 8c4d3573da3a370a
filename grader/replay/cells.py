"""Which cell is running, told by IPython's own events."""

from typing import Any, Protocol


class Listener(Protocol):
    """What wants to know of cells."""

    def begin(self, cell_id: str | None, source: str) -> None:
        """Hear that a cell starts."""

    def end(self, error: BaseException | None) -> None:
        """Hear that it ended, and with which exception."""


class CellWatcher:
    """Tells a listener of each cell that a front end runs; what that cell runs itself belongs to it.

    Front ends name the cell in their own way: JupyterLab sends the id that the file holds, VS Code the
    address of the cell in its editor, IPython's terminal nothing.
    """

    def __init__(self, shell: Any, listener: Listener) -> None:
        self._shell = shell
        self._listener = listener
        self._running: list[Any] = []  # a cell, then those that it runs itself

    def start(self) -> None:
        """Listen to IPython."""
        self._shell.events.register("pre_run_cell", self._before)
        self._shell.events.register("post_run_cell", self._after)

    def stop(self) -> None:
        """Listen no more."""
        self._shell.events.unregister("pre_run_cell", self._before)
        self._shell.events.unregister("post_run_cell", self._after)

    def _before(self, info: Any) -> None:
        if info.cell_id:
            self._running.clear()  # a front end's cell is never inside another
        self._running.append(info)
        if len(self._running) == 1:
            self._listener.begin(info.cell_id, info.raw_cell)

    def _after(self, result: Any) -> None:
        # The first cell began before anything listened, and an empty one never begins.
        if result is None or not self._running or result.info is not self._running[-1]:
            return
        self._running.pop()
        if not self._running:
            self._listener.end(result.error_in_exec)
