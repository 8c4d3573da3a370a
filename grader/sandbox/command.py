"""The bubblewrap command: what the sandbox sees of the machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from grader.errors import UserError
from grader.paths import root, solutions

SCRATCH = "/scratch"  # holds the home and the folder in which cells run
NOBODY = "65534"
USER = "stagiaire"
HOST = "poste"
PACKAGE = Path(__file__).resolve().parent.parent
INSTALL = "Installez-le avec la commande : sudo apt-get install bubblewrap."
FORBIDDEN = (
    "bubblewrap est installé mais le noyau lui refuse les espaces de noms utilisateur ({cause}). "
    "Dans Docker, lancez le conteneur avec --security-opt seccomp=unconfined ; sous Ubuntu 24.04, exécutez : "
    "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0."
)


def sandbox_command(program: list[str]) -> list[str]:
    """Return the command that runs ``program`` (arguments of Python) in the sandbox.

    Loopback only, a read-only system without homes, an empty environment.
    """
    return [
        "bwrap",
        *("--die-with-parent", "--new-session", "--clearenv"),
        *_namespaces(),
        *_system(),
        *("--dev", "/dev", "--proc", "/proc", "--dir", "/tmp", "--size", "16777216", "--tmpfs", SCRATCH),
        *("--hostname", HOST),
        # What is writable here is shared by all submissions: each mounts its own folder over the scratch one.
        *("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/"),
        *(word for name, value in environment().items() for word in ("--setenv", name, value)),
        *[os.path.abspath(sys.executable), *program],  # started as ../.venv/bin/python, it keeps the dots
    ]


def environment(scratch: str = SCRATCH) -> dict[str, str]:
    """Return the environment of the sandboxed process, which writes below ``scratch``."""
    return {
        "PATH": f"{Path(sys.prefix) / 'bin'}:/usr/bin:/bin",
        "HOME": f"{scratch}/home",
        "USER": USER,
        "LOGNAME": USER,
        "SHELL": "/bin/sh",
        "JPY_PARENT_PID": "1",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONPATH": str(PACKAGE.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "MALLOC_ARENA_MAX": "2",
        "OPENBLAS_NUM_THREADS": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # a kernel's
        "MPLCONFIGDIR": f"{scratch}/matplotlib",
        "IPYTHONDIR": f"{scratch}/ipython",
    }


def _namespaces() -> list[str]:
    """Leave every namespace; root keeps what it takes to give root up (see `grader.sandbox.isolation`)."""
    if os.getuid() != 0 or not (_may_administer() and all(map(_open_to_all, places()))):
        return ["--unshare-all", "--uid", NOBODY, "--gid", NOBODY, "--cap-drop", "ALL"]
    spaces = (f"--unshare-{space}" for space in ("ipc", "pid", "net", "uts", "cgroup-try"))
    return [*spaces, "--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]


def _may_administer() -> bool:
    """Say whether this root has CAP_SYS_ADMIN, which a container's root may lack."""
    status = Path("/proc/self/status").read_text()
    effective = next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff:"))
    return bool(int(effective, 16) >> 21 & 1)


def _open_to_all(place: Path) -> bool:
    """Say whether a process that is no longer root could read this folder."""
    return place.stat().st_mode & 0o005 == 0o005


# Files of the machine that say nothing of its users.
_HARMLESS = [
    f"/etc/{name}" for name in ("ld.so.cache", "alternatives", "localtime", "os-release", "services")
]


def _system() -> list[str]:
    words = ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "lib", "lib64", "sbin"):
        folder = f"/{name}"
        if os.path.islink(folder):
            words += ["--symlink", os.readlink(folder), folder]
        elif os.path.exists(folder):
            words += ["--ro-bind", folder, folder]
    words += ["--perms", "0755", "--dir", "/etc"]  # bubblewrap's own would be closed to anyone but root
    for path in _HARMLESS:
        words += ["--ro-bind-try", path, path]
    for file in sorted((PACKAGE / "sandbox" / "etc").iterdir()):  # who one is, and what localhost is
        words += ["--ro-bind", str(file), f"/etc/{file.name}"]
    for place in places():
        for parent in reversed(place.parents[:-1]):
            words += ["--perms", "0755", "--dir", str(parent)]
        words += ["--ro-bind", str(place), str(place)]
    return words


def places() -> list[Path]:
    """Python, its packages and this one: all that the sandbox sees beside the system."""
    places = dict.fromkeys(Path(path) for path in (sys.base_prefix, sys.prefix, PACKAGE))
    return [place for place in places if Path("/usr") not in (place, *place.parents)]


def require_sandbox() -> None:
    """Make sure that a sandbox can be had.

    Raises:
        UserError: it cannot; the sentence says why and what to do.
    """
    if sys.platform != "linux":
        raise UserError(
            "La correction isolée demande Linux : corrigez sur une machine Linux, ou avec --no-sandbox."
        )
    if shutil.which("bwrap") is None:
        raise UserError(f"bubblewrap est absent : sans lui, le code des copies ne peut être isolé. {INSTALL}")
    if any(solutions().is_relative_to(place) for place in [Path("/usr"), *places()]):
        raise UserError(
            f"Le cours est installé dans {root()}, que le bac à sable montre : déplacez-le ailleurs."
        )
    program = ["-I", "-S", "-c", "import ctypes; assert ctypes.CDLL(None).unshare(0x10000000) == 0"]
    tried = subprocess.run(sandbox_command(program), capture_output=True, text=True, timeout=60)
    if tried.returncode:
        lines = tried.stderr.strip().splitlines() or ["refus sans message"]
        raise UserError(FORBIDDEN.format(cause=lines[-1]))
