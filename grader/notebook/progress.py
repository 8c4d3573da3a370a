"""What a trainee has done so far: kept beside the notebooks, a file a notebook, and read by no one else."""

import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from grader.notebook.course import Course, current
from grader.notebook.shell import in_kernel
from grader.typography import typeset

FOLDER = ".progression"
_LEFT = 'style="text-align: left"'
_QUIZ = re.compile(r'^quiz\("([\w-]+)"', re.MULTILINE)


def remember(course: Course, question: str) -> None:
    """Keep that a question was answered rightly; a folder that cannot be written to keeps nothing."""
    file = _top(course) / FOLDER / f"{course.name}.json"
    done = _read(file)
    if question in done:
        return
    try:
        file.parent.mkdir(exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps(sorted({*done, question}), indent=1), encoding="utf-8")
        fresh.replace(file)
    except OSError:
        return


def progress() -> "Progress":
    """Show, notebook by notebook, how many questions were answered rightly.

    Raises:
        UserError: the notebook was not started.
    """
    top = _top(current())
    files = [*top.glob("[0-9]*.ipynb"), *top.glob("ex[0-9]*/ex*.ipynb")]
    return Progress([line for file in sorted(files) if (line := _line(top, file)).questions])


@dataclass(frozen=True)
class Line:
    """One notebook: its title, its path from the top, its questions and those that are done."""

    title: str
    path: str
    questions: frozenset[str]
    done: frozenset[str]

    @property
    def share(self) -> str:
        """How much is done, as `3/9`."""
        return f"{len(self.done)}/{len(self.questions)}"


class Progress:
    """The trainee's progress, as a table."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines

    def __repr__(self) -> str:
        return "\n".join(f"{line.share:>7}  {line.title}" for line in self.lines)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        bundle = {"text/plain": repr(self)}
        if in_kernel():
            bundle["text/html"] = self._html()
        return bundle

    def _html(self) -> str:
        rows = "".join(_row(line) for line in self.lines)
        head = f"<tr><th {_LEFT}>Notebook</th><th>Questions réussies</th><th></th></tr>"
        return f"<table>{head}{rows}</table>"


def _row(line: Line) -> str:
    bar = f'<progress value="{len(line.done)}" max="{len(line.questions)}"></progress>'
    link = f'<a href="{escape(line.path)}">{escape(typeset(line.title))}</a>'
    return f"<tr><td {_LEFT}>{link}</td><td>{line.share}</td><td {_LEFT}>{bar}</td></tr>"


def _line(top: Path, file: Path) -> Line:
    notebook = json.loads(file.read_text(encoding="utf-8"))
    questions = frozenset(_questions(notebook))
    title = notebook["metadata"].get("title", file.stem)
    done = questions & _read(top / FOLDER / f"{file.stem}.json")
    return Line(title, file.relative_to(top).as_posix(), questions, done)


def _questions(notebook: dict[str, Any]) -> list[str]:
    marked = (cell["metadata"].get("nbgrader", {}) for cell in notebook["cells"])
    sources = ("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
    return [
        *(cell["grade_id"] for cell in marked if cell.get("grade")),
        *(name for source in sources for name in _QUIZ.findall(source)),
    ]


def _read(file: Path) -> frozenset[str]:
    """Return the questions that a file holds; one that is absent or spoilt holds none."""
    try:
        done = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return frozenset()
    return (
        frozenset(name for name in done if isinstance(name, str)) if isinstance(done, list) else frozenset()
    )


def _top(course: Course) -> Path:
    """Return the folder that holds the notebooks of the course."""
    folder = course.checks_file.parent
    return folder.parent if course.is_exercise else folder
