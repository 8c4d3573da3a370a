"""`grader doctor`: what this machine lacks to run the course and mark it, and how to get it."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rich.console import Console
from rich.table import Table

from grader import paths
from grader.errors import UserError
from grader.typography import typeset

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
REINSTALL = "Relancez « make lab », qui remet l'environnement en état."


@dataclass(frozen=True)
class Need:
    """Something that the course uses."""

    title: str
    purpose: str
    find: Callable[[], str]  # says what was found, or raises UserError with the cure
    marks: bool = True  # without it no class can be marked


@dataclass(frozen=True)
class Finding:
    """What became of one need on this machine."""

    need: Need
    present: bool
    detail: str


def main() -> int:
    """Print the table of findings, then the cures; return 1 if marking lacks something."""
    findings = [examine(need) for need in NEEDS]
    Console().print(_table(findings))
    for finding in findings:
        if not finding.present:  # not in the table: a command that is wrapped cannot be copied
            print(typeset(f"\n{finding.need.title} : {finding.detail}"))
    return 0 if all(finding.present for finding in findings if finding.need.marks) else 1


def examine(need: Need) -> Finding:
    """Look for one need."""
    try:
        return Finding(need, True, need.find())
    except UserError as error:
        return Finding(need, False, str(error))


def _python() -> str:
    return ".".join(map(str, sys.version_info[:3]))  # the set-up refuses versions that are too old


def _packages() -> str:
    wrong = [requirement.name for requirement in _direct(_locked()) if not _is_installed(requirement)]
    if wrong:
        raise UserError(
            f"Absents ou d'une autre version que requirements.lock : {', '.join(wrong)}. {REINSTALL}"
        )
    return "ceux de requirements.lock"


def _locked() -> Iterator[Requirement]:
    """Yield what the lock asks for, with its version."""
    for line in (paths.root() / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if line[:1].isalnum():
            yield Requirement(line.removesuffix("\\"))


def _direct(locked: Iterable[Requirement]) -> Iterator[Requirement]:
    """Keep what the course itself asks for on this machine: conda chooses the versions of the rest."""
    asked = [Requirement(text) for text in metadata.requires("grader") or []]
    names = {canonicalize_name(requirement.name) for requirement in asked if _applies(requirement)}
    return (found for found in locked if _applies(found) and canonicalize_name(found.name) in names)


def _applies(requirement: Requirement) -> bool:
    return not requirement.marker or requirement.marker.evaluate({"extra": ""})


def _is_installed(requirement: Requirement) -> bool:
    try:
        return metadata.version(requirement.name) in requirement.specifier
    except metadata.PackageNotFoundError:
        return False


def _sandbox() -> str:
    from grader.sandbox.command import require_sandbox

    require_sandbox()
    return "bubblewrap fonctionne"


def _kernel() -> str:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        raise UserError(f"Le noyau « python3 » de Jupyter est introuvable. {REINSTALL}") from None
    return "noyau « python3 »"


def _alembic() -> str:
    if not shutil.which("alembic"):
        raise UserError(f"nbgrader lance la commande « alembic », introuvable. {REINSTALL}")
    return "présent"


def _writable() -> str:
    if not os.access(paths.root(), os.W_OK):
        raise UserError(f"Vous ne pouvez pas écrire dans {paths.root()} ; copiez le cours chez vous.")
    return "accessible en écriture"


def _browser() -> str:
    found = next(filter(shutil.which, BROWSERS), None)
    if not found:
        raise UserError("Installez-le avec la commande : sudo apt install chromium.")
    return found


NEEDS = [
    Need("Python", "exécuter le cours", _python),
    Need("Paquets Python", "exécuter le cours", _packages),
    Need("Jupyter", "ouvrir et exécuter les notebooks", _kernel),
    Need("Dossier du cours", "enregistrer réponses et notes", _writable),
    Need("Bac à sable", "corriger des copies sans risque", _sandbox),
    Need("alembic", "tenir le carnet de notes de nbgrader", _alembic),
    Need("Chromium", "tester le cours dans un navigateur", _browser, marks=False),
]


def _table(findings: list[Finding]) -> Table:
    table = Table("Élément", "Sert à", "État", title="État de cette machine")
    for finding in findings:
        state = f"[green]✔ {finding.detail}[/]" if finding.present else "[red]✘ manque[/]"
        table.add_row(finding.need.title, finding.need.purpose, typeset(state))
    return table
