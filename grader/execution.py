"""Run a notebook's cells in a fresh kernel, as JupyterLab would."""

import logging
import os
import sys
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import Session
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode
from traitlets import Unicode, default

from grader.machine import environment


def execute(
    notebook: NotebookNode,
    *,
    cwd: Path,
    timeout: int = 60,
    order: Sequence[str] | None = None,
    allow_errors: bool = False,
    env: dict[str, str] | None = None,
    interrupt: bool = False,
) -> NotebookNode:
    """Run a notebook in this interpreter's kernel and return the executed copy.

    Args:
        notebook: left as it is.
        cwd: the folder in which the kernel runs.
        timeout: seconds that one cell may take.
        order: ids of the cells to run, in that order, repeats welcome; all cells as they stand if None.
            The copy holds these cells only.
        allow_errors: whether to go on after a cell that fails.
        env: the kernel's environment, if not this process's; `grader.machine` says what is left out.
        interrupt: whether a cell that takes longer is interrupted, as by the ■ button, and the next one run.

    Raises:
        CellFailed: a cell raised an exception that its tags do not announce.
        KernelDied: a cell ended its kernel, or did not let itself be interrupted.
    """
    running = deepcopy(notebook)
    if order is not None:
        cells = {cell.id: cell for cell in notebook.cells}
        running.cells = [deepcopy(cells[cell_id]) for cell_id in order]
    # Given the class and not a manager, nbclient stops the kernel itself, whatever happens.
    client = _Client(
        running,
        timeout=timeout,
        allow_errors=allow_errors,
        interrupt_on_timeout=interrupt,
        kernel_manager_class=_KernelManager,
        log=_QUIET,  # what it tells of a cell that is interrupted would stand below the cell of `verify`
    )
    client.execute(cwd=str(cwd), env=environment(os.environ if env is None else env))
    return running


_QUIET = logging.getLogger("grader.execution")
_QUIET.propagate = False
_QUIET.addHandler(logging.NullHandler())


class CellFailed(Exception):
    """A cell raised an exception: which cell, and what."""

    def __init__(self, cell_id: str, error: CellExecutionError) -> None:
        self.cell_id = cell_id
        self.name = error.ename
        self.text = error.evalue
        super().__init__(f"cell {cell_id!r}: {error}")


class KernelDied(DeadKernelError):
    """A cell took its kernel with it: which cell."""

    def __init__(self, cell_id: str) -> None:
        self.cell_id = cell_id
        super().__init__(f"the kernel died in cell {cell_id!r}")


class _Session(Session):
    """Adds to each execution the id of the cell, as JupyterLab does."""

    cell_id = Unicode()

    def msg(self, msg_type: str, *args: Any, **options: Any) -> dict[str, Any]:
        message = super().msg(msg_type, *args, **options)
        if msg_type == "execute_request":
            message["metadata"]["cellId"] = self.cell_id
        return message


# exit() would take the kernel away from the cells below; in the marking it does nothing either.
_STAY = "get_ipython().ask_exit = lambda: None"


class _KernelManager(AsyncKernelManager):
    """Starts this very interpreter, whatever kernels are installed on the machine."""

    @property
    def kernel_spec(self) -> KernelSpec:
        # Quiet about the sockets that kernels use on loopback.
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=ERROR"]
        command.append(f"--IPKernelApp.exec_lines={_STAY}")
        return KernelSpec(argv=command, display_name="Python 3", language="python")

    @default("session")
    def _default_session(self) -> Session:
        return _Session(parent=self)


class _Client(NotebookClient):
    """Names the cell it is about to run."""

    async def async_execute_cell(self, cell: NotebookNode, *args: Any, **options: Any) -> NotebookNode:
        assert self.kc is not None
        self.kc.session.cell_id = cell.get("id", "")  # type: ignore[attr-defined]
        self._interrupted = False
        try:
            return await super().async_execute_cell(cell, *args, **options)
        except CellExecutionError as error:
            raise CellFailed(cell.get("id", ""), error) from error
        except DeadKernelError as error:
            raise KernelDied(cell.get("id", "")) from error

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None) -> None:
        """Interrupt a cell once; one that goes on all the same would never end."""
        if self._interrupted:
            raise KernelDied(cell.get("id", "") if cell else "")
        self._interrupted = True
        await super()._async_handle_timeout(timeout, cell)
