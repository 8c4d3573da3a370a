"""The release as a tree of files: what it should hold, what differs, and writing it."""

from enum import Enum
from pathlib import Path

from grader import paths
from grader.errors import UserError
from grader.release.build import build
from grader.release.sources import Source, find_sources

_CACHES = {"__pycache__"}


class Difference(Enum):
    """Why a file of notebooks/ is out of step, and what to do about it."""

    MISSING = "manque ; lancez « make notebooks »."
    CHANGED = "diffère de sa source ; lancez « make notebooks »."
    ORPHAN = "aucune source ne le produit ; supprimez-le."


def differences(names: list[str] | None) -> dict[Path, Difference]:
    """Return what is out of step; files without a source count only when every source is asked for."""
    expected = _expected(names)
    found = {path: _compare(path, content) for path, content in expected.items()}
    wrong = {path: difference for path, difference in found.items() if difference}
    if not names:
        wrong |= {path: Difference.ORPHAN for path in _released_files() if path not in expected}
    return wrong


def write(names: list[str] | None) -> list[Path]:
    """Write the files that are missing or differ, and return them; a wrong source leaves all as it was."""
    stale = [(path, content) for path, content in _expected(names).items() if _compare(path, content)]
    for path, content in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return [path for path, _ in stale]


def _expected(names: list[str] | None) -> dict[Path, bytes]:
    return {path: content for source in _chosen(names) for path, content in build(source).items()}


def _chosen(names: list[str] | None) -> list[Source]:
    sources = {source.name: source for source in find_sources()}
    for name in names or []:
        if name not in sources:
            raise UserError(f"« {name} » n'a pas de source ; choisissez parmi : {', '.join(sources)}.")
    return [sources[name] for name in names or sources]


def _compare(path: Path, content: bytes) -> Difference | None:
    if not path.is_file():
        return Difference.MISSING
    return None if path.read_bytes() == content else Difference.CHANGED


def _released_files() -> list[Path]:
    files = (path for path in sorted(paths.notebooks().rglob("*")) if path.is_file())
    return [path for path in files if not _is_by_product(path.relative_to(paths.notebooks()))]


def _is_by_product(path: Path) -> bool:
    hidden = (part for part in path.parts if part.startswith(".") and part != paths.HANDED_OUT)
    return any(hidden) or not _CACHES.isdisjoint(path.parts)
