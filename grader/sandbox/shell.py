"""The shell of a submission: IPython's own kernel, with a notepad where its front end would be.

What worked in a trainee's kernel must work here: display, magics, ``get_ipython()``, top-level await. What
only concerns a screen or a session does nothing.
"""

import asyncio
import io
import logging
import os
import re
import selectors
import sys
import time
from types import SimpleNamespace
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.compilerop import CachingCompiler
from IPython.core.magic import Magics, line_cell_magic, line_magic, magics_class
from IPython.core.magics.execution import ExecutionMagics
from jupyter_client.session import Session
from traitlets.config import Config

from grader.clock import hooks
from grader.student.host import Bounded


class Shell:
    """Runs the cells of one notebook, one after another."""

    def __init__(self) -> None:
        self._shown = Bounded()
        self._screens = [Screen("stdout", 1, self._shown), Screen("stderr", 2, self._shown)]
        self._kernel: Any = _Kernel.instance(session=_Notepad(self._shown), config=_settings(), log=_nobody())
        IPKernelApp.instance().kernel = self._kernel  # where IPython and its libraries look for it
        self._loop: asyncio.AbstractEventLoop | None = None
        shell: Any = self._kernel.shell
        shell.register_magics(_QuietMagics)
        shell.extension_manager.load_extension("storemagic")  # a kernel loads it, too
        sys.argv = ["ipykernel_launcher.py", "-f", "kernel.json"]
        sys.path.insert(0, "")  # what a cell wrote to a file can be imported
        self._warm_up()

    def _warm_up(self) -> None:
        """Run nothing once: what IPython does at its first cell is then done for all submissions."""
        asyncio.run(self._kernel.do_execute("pass", silent=True))

    @property
    def names(self) -> dict[str, Any]:
        """The notebook's names."""
        return self._kernel.shell.user_ns

    def move_in(self) -> None:
        """Take the output streams over and make the folders that IPython expects; once for a submission."""
        sys.stdout, sys.stderr = self._screens
        os.makedirs(self._kernel.shell.profile_dir.location, exist_ok=True)
        self._kernel.shell.profile_dir.check_dirs()

    def run(self, source: str) -> tuple[str, BaseException | None]:
        """Run a cell; return what it showed, and what it raised."""
        if self._loop is None:
            self._loop = asyncio.SelectorEventLoop(_Selector())
            asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._kernel.do_execute(source, silent=False))
        except BaseException:  # interrupted in the loop itself, whose state is worth nothing any more
            self._loop = None
            raise
        result = self._kernel.shell.last_execution_result
        return self.take_shown(), result.error_before_exec or result.error_in_exec

    def take_shown(self) -> str:
        """Return what was shown since the last time."""
        text = self._shown.getvalue()
        self._shown.seek(0)
        self._shown.truncate()
        return text


class Screen(io.TextIOBase):
    """An output stream as a kernel has it: not a terminal, and yet with a file descriptor."""

    def __init__(self, name: str, descriptor: int, shown: Bounded) -> None:
        self.name = name
        self._descriptor = descriptor
        self._shown = shown

    encoding = "UTF-8"

    def fileno(self) -> int:
        """Return the descriptor of the process's own stream."""
        return self._descriptor

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, text: str) -> int:
        """Keep a text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        return self._shown.write(text)


class _Notepad(Session):
    """Keeps the text of what a kernel sends to its front end."""

    def __init__(self, shown: Bounded) -> None:
        super().__init__(key=b"")
        self._shown = shown

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *args: Any, **options: Any) -> None:
        """Write down what a notebook would show as text."""
        kind = msg_or_type if isinstance(msg_or_type, str) else msg_or_type["header"]["msg_type"]
        content = content or msg_or_type["content"]
        if kind == "error":
            self._shown.write("\n".join(content["traceback"]) + "\n")
        elif kind in ("execute_result", "display_data") and "text/plain" in content["data"]:
            self._shown.write(content["data"]["text/plain"] + "\n")


def _settings() -> Config:
    config = Config()
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.xmode = "Minimal"
    return config


def _nobody() -> logging.Logger:
    """A kernel logs what it raises; here the notebook's own handlers would show it."""
    log = logging.getLogger("grader.kernel")
    log.propagate = False
    log.addHandler(logging.NullHandler())
    return log


@magics_class
class _QuietMagics(Magics):
    """Magics that measure or install: here time stands still, and there is nothing to install from."""

    @line_cell_magic
    def timeit(self, line: str = "", cell: str | None = None) -> Any:
        """Run a statement once, or as often as it says: no number of runs would ever take long enough."""
        missing = (f"-{letter}1" for letter in "nr" if not re.search(rf"(?:^|\s)-{letter}\s*\d", line))
        return ExecutionMagics(self.shell).timeit(" ".join([*missing, line]), cell)

    @line_magic
    def conda(self, line: str = "") -> None:
        """Install nothing."""

    @line_magic
    def mamba(self, line: str = "") -> None:
        """Install nothing."""

    @line_magic
    def micromamba(self, line: str = "") -> None:
        """Install nothing."""


class _Shell(ZMQInteractiveShell):
    """IPython's shell, where commands that install packages do nothing: the course's are there."""

    def system(self, cmd: str) -> None:
        """Run a command of the system."""
        self.user_ns["_exit_code"] = 0
        if not _INSTALLS.match(cmd):
            super().system(cmd)


_Shell.__name__ = ZMQInteractiveShell.__name__  # libraries know a notebook by it


_INSTALLS = re.compile(
    r"\s*(?:sudo\s+)?(?:\S*python\S*\s+-m\s+)?\S*\b(?:pip[\d.]*|conda|mamba|micromamba|uv|apt|apt-get)\s"
)


class _Kernel(IPythonKernel):
    """A kernel that nobody is connected to."""

    shell_channel_thread = SimpleNamespace(parent_thread=None)  # no thread hands requests over
    shell_class = _Shell
    _supports_kernel_subshells = False
    compiler_class = CachingCompiler  # type: ignore[assignment] # no process's number in its file names


class _Selector(selectors.DefaultSelector):  # type: ignore[valid-type, misc]
    """Lets an event loop's waits take virtual time, unless something could end them sooner."""

    def select(self, timeout: float | None = None) -> list:
        """Wait for one of the files, or until the time is over."""
        if timeout is None or timeout <= 0 or not hooks.is_virtual():
            return super().select(timeout)
        alone = len(self.get_map()) == 1 and not hooks.in_company()  # only the loop's own pipe
        ready = super().select(0 if alone else min(timeout, hooks.COMPANY))
        if not ready:
            time.sleep(timeout)
        return ready
