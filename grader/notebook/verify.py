"""verify("…"): the whole notebook, saved and run again in a fresh process, as the marking will."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from grader.errors import UserError
from grader.notebook.course import current
from grader.notebook.help import Note
from grader.notebook.opened import save_open_notebook
from grader.notebook.rerun import NESTED, rerun
from grader.notebook.shell import in_kernel
from grader.typography import number, typeset

WHOLE = (NESTED, "NBGRADER_EXECUTION", "NBGRADER_VALIDATING")  # set where a fresh process runs it all


@dataclass
class Overview:
    """The points of each question, after a run of the whole notebook in a fresh process.

    Attributes:
        file: the file that was run.
        points: points earned and points to earn, by question.
        saved: when the file that was run had been saved, as HH:MM:SS.
        notices: what was repaired, which cells stopped.
    """

    file: str
    points: dict[str, tuple[float, float]]
    saved: str
    notices: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return the overview as French lines."""
        earned, total = (sum(column) for column in zip(*self.points.values(), strict=True))
        told = [f"{self.file}, enregistré à {self.saved}, exécuté dans un processus neuf :"]
        told += [f"• {name} : {number(got)} sur {number(most)}" for name, (got, most) in self.points.items()]
        told.append(f"Total des vérifications visibles : {number(earned)} sur {number(total)}.")
        return [typeset(line) for line in (*told, *self.notices)]

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        bundle = {"text/plain": repr(self)}
        if in_kernel():
            style = "warning" if self.notices else "info"
            bundle["text/html"] = (
                f'<div class="alert alert-{style}">{"<br>".join(map(escape, self.lines()))}</div>'
            )
        return bundle


def verify(name: str) -> Overview | Note:
    """Save the notebook, run it from top to bottom in a fresh process, and show what each question earns.

    A check that passes on a kernel in which cells were run in any order proves little; this does.

    Args:
        name: the notebook's name, without ``.ipynb``.

    Raises:
        UserError: the notebook's file is not there, or is no notebook.
    """
    if any(name in os.environ for name in WHOLE):
        return Note("Le notebook entier est déjà en cours d'exécution dans un processus neuf.")
    course = current()
    path = save_open_notebook(name, course.namespace)
    if path is None:
        raise UserError(
            f"Le fichier {name}.ipynb n'est pas dans ce dossier : redonnez au notebook son nom d'origine."
        )
    saved = time.strftime("%H:%M:%S", time.localtime(path.stat().st_mtime))
    done = rerun(path, course.name, course.released)
    return Overview(path.name, done.points, saved, [*_name(path, name), *done.notices])


def _name(path: Path, name: str) -> Iterator[str]:
    if path.stem != name:
        yield f"La correction ne lit que {name}.ipynb : donnez ce nom à votre notebook pour le rendre."
