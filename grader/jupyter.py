"""Starting JupyterLab with the course's own settings (etc/jupyter/), whatever the user's home holds."""

import os
import secrets
import sys
from pathlib import Path

from grader import machine, paths
from grader.errors import UserError


def environment(folder: Path) -> dict[str, str]:
    """Return the environment variables that make Jupyter read its settings from the repository.

    Args:
        folder: what JupyterLab opens on; where it shows the sources, it is an instructor's desk.
    """
    profile = "instructor" if _shows_sources(folder) else "trainee"
    settings = paths.root() / "etc" / "jupyter"
    return machine.AS_MARKED | {
        "JUPYTER_CONFIG_PATH": os.pathsep.join([str(settings / profile), str(settings / "course")]),
        "JUPYTER_PATH": str(settings / profile),  # where labextensions are looked for
        "JUPYTER_RUNTIME_DIR": str(paths.passing() / "runtime"),  # some disks cannot keep a file from others
        "JUPYTER_TOKEN": secrets.token_hex(16),
    }


def start(folder: Path, port: int) -> None:
    """Serve JupyterLab on a folder until Ctrl+C; on the next free port if this one is taken."""
    if not folder.is_dir():
        raise UserError(f"« {folder} » n'est pas un dossier.")
    folder = folder.resolve()
    machine.settle()
    os.environ.update(environment(folder))
    os.chdir(paths.root())
    from jupyterlab.labapp import LabApp  # reads the environment when it is imported

    server = LabApp.initialize_server(argv=_arguments(folder, port))
    # after the callback by which the server binds its port
    server.io_loop.add_callback(print, _welcome(server.port, os.environ["JUPYTER_TOKEN"]), flush=True)
    server.start()


def _shows_sources(folder: Path) -> bool:
    sources = paths.solutions()
    return folder in (sources, *sources.parents) or sources in folder.parents


def _arguments(folder: Path, port: int) -> list[str]:
    arguments = [f"--ServerApp.root_dir={folder}", f"--ServerApp.port={port}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    if not _has_display():
        arguments.append("--no-browser")
    return arguments


def _has_display() -> bool:
    return not sys.platform.startswith("linux") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )


def _welcome(port: int, token: str) -> str:
    return f"""
JupyterLab est prêt. Son adresse :

    http://localhost:{port}/lab?token={token}

Ctrl+C dans ce terminal l'arrête.
"""
