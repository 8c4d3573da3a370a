"""Which file is the notebook that is open in this kernel: it may be a copy under another name."""

import os
import time
from pathlib import Path
from typing import Any

from grader.notebook.shell import in_kernel

SAVE = """
const app = window.jupyterapp;  // a document that is not writable, or not read yet, would open a dialog
if (app?.shell.currentWidget?.context?.contentsModel?.writable) app.commands.execute('docmanager:save');
"""
SAVE_SECONDS = 3.0


def save_open_notebook(name: str, namespace: dict[str, Any]) -> Path | None:
    """Have JupyterLab save the notebook, and return its file; elsewhere the file is taken as it is.

    Args:
        name: what the course calls it, without ``.ipynb``.
        namespace: the notebook's names.

    Returns:
        The file that was just saved; else the one that the front end names; else the one called ``name``;
        None if there is none of these.
    """
    told = [file for file in _told(namespace) if file.is_file()]
    named = Path.cwd() / f"{name}.ipynb"
    saved = _saved(told)
    return next(iter([*saved, *told, *([named] if named.is_file() else [])]), None)


def _told(namespace: dict[str, Any]) -> list[Path]:
    """Return the files that VS Code, and Jupyter's server, say were opened; they may be renamed since."""
    names = (namespace.get("__vsc_ipynb_file__"), os.environ.get("JPY_SESSION_NAME"))
    return [Path(name) for name in names if isinstance(name, str) and name.endswith(".ipynb")]


def _saved(told: list[Path]) -> list[Path]:
    """Ask JupyterLab to save; return the file that it wrote, nothing where that is not plain to see."""
    if not in_kernel():
        return []
    from IPython.display import Javascript, clear_output, display

    before, deadline = _times(told), time.monotonic() + SAVE_SECONDS
    display(Javascript(SAVE))
    while _times(told) == before and time.monotonic() < deadline:
        time.sleep(0.05)
    clear_output(wait=True)  # a kept script would run again each time the notebook is opened
    written = [file for file, changed in _times(told).items() if before.get(file) != changed]
    return written if len(written) == 1 else []


def _times(told: list[Path]) -> dict[Path, int]:
    """Return when each notebook that may be the open one was written last."""
    files = {file.resolve() for file in (*told, *Path.cwd().glob("*.ipynb"))}
    return {file: file.stat().st_mtime_ns for file in files if file.is_file()}
