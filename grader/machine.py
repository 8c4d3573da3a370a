"""A person's machine changes nothing: what its user has set for other programs, the course does without.

Python reads its own variables before any line of ours, so a command that finds some starts again without
them, and kernels are started without them. A kernel that another front end has started is settled by the
notebook's first cell, as far as that can still be done.
"""

import os
import re
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from grader import paths
from grader.errors import UserError

# Of Python, requests, OpenSSL, matplotlib, IPython and Jupyter; case does not count for proxies.
_READ_AT_START = re.compile(r"PYTHON(?!DONTWRITEBYTECODE|UNBUFFERED)\w*|OPENSSL_\w+")
_THEIRS = re.compile(
    rf"{_READ_AT_START.pattern}|NETRC|\w+_PROXY|(REQUESTS|CURL)_CA_BUNDLE|SSL\w+"
    r"|MPL\w+|MATPLOTLIB\w+|IPYTHON\w*|JUPYTER\w*",
    re.IGNORECASE,
)
AS_MARKED = {"PYTHONUTF8": "1", "PYTHONHASHSEED": "0"}
_PACKAGES = ("requests", "pandas", "matplotlib")
_TERMINAL = "PYTHONIOENCODING"  # tells what the terminal can show, which is not ours to change


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which a kernel is started: the given one, without what its user has set.

    Text files are UTF-8, and sets have one order, as where the class is marked.
    """
    kept = {name: value for name, value in given.items() if not _THEIRS.fullmatch(name)}
    return kept | _ours() | AS_MARKED


def settle() -> None:
    """Make this process, and those that it starts, do without what its user has set; again is harmless."""
    for name in filter(_THEIRS.fullmatch, list(os.environ)):
        del os.environ[name]
    os.environ.update(_ours())
    if "ipykernel" in sys.modules:  # where a kernel shows its figures
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"


def start_again() -> None:
    """Run this very command again if Python was started with settings of its user, else do nothing."""
    read = [name for name in os.environ if _READ_AT_START.fullmatch(name) and name != _TERMINAL]
    if read and os.name == "posix":  # elsewhere the terminal would not wait for it
        kept = {name: value for name, value in os.environ.items() if name not in read}
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], kept)


def _ours() -> dict[str, str]:
    own = paths.own()
    return {
        "NO_PROXY": "*",  # a classroom's proxy, which some systems keep elsewhere, is not for loopback
        "no_proxy": "*",
        "IPYTHONDIR": str(own / "ipython"),
        "JUPYTER_CONFIG_DIR": str(own),
        "JUPYTER_DATA_DIR": str(own / "data"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "MPLCONFIGDIR": str(own / "matplotlib"),
    }


def refuse_namesakes() -> None:
    """Refuse to go on where a file of the user's, beside the notebook or on PYTHONPATH, hides a package.

    Raises:
        UserError: it names the file.
    """
    installed = _file("urllib3").parent.parent
    for name in _PACKAGES:
        if (file := _file(name)).name and installed not in file.parents:
            raise UserError(
                f"Python prend {file} pour la bibliothèque {name} : "
                "renommez ce fichier, puis redémarrez le noyau."
            )


def _file(module: str) -> Path:
    """Return where Python finds a module, without running it."""
    found = find_spec(module)
    return Path(found.origin if found and found.origin else "")
