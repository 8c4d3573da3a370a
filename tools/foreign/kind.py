"""A kind of notebook: how it is derived from a right one, and what its marking must then say."""

import json
import re
import runpy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grader.paths import root

Notebook = dict[str, Any]
Derivation = Callable[[Notebook], "Notebook | bytes | None"]

EX1 = "ex1_monitoring"
EVERY = (EX1, "ex2_github_issues")
BUILD = runpy.run_path(str(root() / "tests" / "samples" / "build.py"))
RIGHT = "beginner_in_french"  # of tests/corpus, for the exercises that have no sample class


@dataclass(frozen=True)
class Kind:
    """A kind of notebook.

    Attributes:
        name: what happened to it, in a few words.
        assignment: the exercise it answers.
        derive: changes the notebook it is given, or returns another, or the bytes of the file.
        full: whether it must keep full marks.
        told: patterns, each of which one notice must match.
        quiet: whether it must be marked without any notice.
    """

    name: str
    assignment: str
    derive: Derivation
    full: bool
    told: tuple[str, ...]
    quiet: bool

    @property
    def student(self) -> str:
        """The name under which it is handed in."""
        return re.sub(r"\W+", "-", f"{self.assignment[:3]} {self.name}").strip("-").lower()

    def content(self) -> bytes:
        """Return the file that is handed in."""
        notebook = right(self.assignment)
        derived = self.derive(notebook)
        return derived if isinstance(derived, bytes) else as_bytes(notebook if derived is None else derived)


KINDS: list[Kind] = []


def unnoticed(name: str, of: tuple[str, ...] = (EX1,)) -> Callable[[Derivation], Derivation]:
    """Register a kind that keeps full marks without a notice: nothing that counts was changed."""
    return _register(name, of, full=True, told=(), quiet=True)


def keeps(name: str, *told: str, of: tuple[str, ...] = (EX1,)) -> Callable[[Derivation], Derivation]:
    """Register a kind that keeps full marks; each of ``told`` must be named in a notice, others may be."""
    return _register(name, of, full=True, told=told, quiet=False)


def loses(name: str, *told: str, of: tuple[str, ...] = (EX1,)) -> Callable[[Derivation], Derivation]:
    """Register a kind that may lose marks, but then a notice must name each of ``told``."""
    return _register(name, of, full=False, told=told, quiet=False)


def right(assignment: str) -> Notebook:
    """Return a notebook that deserves full marks, each source one string."""
    if assignment == EX1:
        answers = BUILD["answers"]("alice")
    else:
        file = root() / "tests" / "corpus" / assignment / "right" / f"{RIGHT}.py"
        _, answers = BUILD["read_answers"](file)
    notebook: Notebook = BUILD["answered"](assignment, answers)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def as_bytes(notebook: Notebook) -> bytes:
    """Return a notebook's file, as Jupyter writes it; half a surrogate pair is written as its escape."""
    text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
    return text.encode(errors="backslashreplace")


def _register(
    name: str, of: tuple[str, ...], full: bool, told: tuple[str, ...], quiet: bool
) -> Callable[[Derivation], Derivation]:
    def register(derive: Derivation) -> Derivation:
        KINDS.extend(Kind(name, assignment, derive, full, told, quiet) for assignment in of)
        return derive

    return register
