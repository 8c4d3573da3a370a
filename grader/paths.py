"""Where the course's folders are: found from the package, since the course is used from its checkout."""

import atexit
import os
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

HANDED_OUT = ".enonces"  # hidden in file browsers: nothing to work in


def root() -> Path:
    """Return the course's top folder, the one that holds notebooks/ and cassettes/."""
    return Path(__file__).resolve().parent.parent


def solutions() -> Path:
    """Return the folder of the sources (absent from a trainee's copy)."""
    return root() / "solutions"


def notebooks() -> Path:
    """Return the folder of the released notebooks."""
    return root() / "notebooks"


def handed_out(name: str) -> Path:
    """Return an exercise as it was handed out; trainees work in the copy that notebooks/NAME/ holds."""
    return notebooks() / HANDED_OUT / f"{name}.ipynb"


def cassettes() -> Path:
    """Return the folder of the recorded HTTP."""
    return root() / "cassettes"


def own() -> Path:
    """Return the folder where programs keep their settings; a passing one where the course is read-only."""
    folder = root() / ".jupyter"
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
    return folder if os.access(folder, os.W_OK) else passing()


@cache
def passing() -> Path:
    """Return a folder that ends with this process."""
    folder = tempfile.TemporaryDirectory(prefix="grader-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def use_own_programs() -> None:
    """Put this Python's programs on PATH: nbgrader runs `alembic` as one, activated or not."""
    own = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", os.defpath)
    if own not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([own, path])
