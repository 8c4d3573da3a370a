"""Writing the notebooks of the kinds as nbgrader wants a class."""

from pathlib import Path

from foreign.kind import Kind


def write(kind: Kind, target: Path) -> Path:
    """Write the notebook of a kind to TARGET/submitted/KIND/EXERCISE/EXERCISE.ipynb; return its path."""
    folder = target / "submitted" / kind.student / kind.assignment
    folder.mkdir(parents=True)
    path = folder / f"{kind.assignment}.ipynb"
    path.write_bytes(kind.content())
    return path
