"""After a restart: a lesson's cell finds again what the cells above it define, without their being run.

Only what makes no request and shows nothing comes back: imports, functions, classes and plain values. What
trainees write themselves does not: they run their own answers.
"""

import ast
import builtins
import symtable
from collections.abc import Iterator, Sequence
from typing import Any

from grader.notebook.course import Course
from grader.notebook.help import Note


class Resume:
    """Watches the cells of a lesson, and defines what one needs before it runs."""

    def __init__(self, course: Course) -> None:
        self._names = course.namespace
        self._cells = [cell for cell in course.released["cells"] if cell["cell_type"] == "code"]

    def before(self, info: Any) -> None:
        """Hear from IPython that a cell is about to run."""
        if restored := self.restore(info.cell_id, info.raw_cell):
            from IPython.display import display

            display(Note(f"Repris des cellules précédentes, non exécutées : {', '.join(restored)}."))

    def restore(self, cell_id: str | None, source: str) -> list[str]:
        """Define what a cell needs and lacks; return the names."""
        return list(self._restored(source, self._above(cell_id, source)))

    def _above(self, cell_id: str | None, source: str) -> list[str]:
        """Return the cells above this one, last first; none where it is not the lesson's own."""
        for number, cell in enumerate(self._cells):
            if cell["id"] == cell_id or _source(cell) == source:
                return [_source(cell) for cell in reversed(self._cells[:number]) if not _is_answer(cell)]
        return []

    def _restored(self, source: str, above: Sequence[str]) -> Iterator[str]:
        """Define the names that a source lacks, what they need themselves first."""
        for name in sorted(free_names(source) - self._names.keys() - vars(builtins).keys()):
            definition = next(filter(None, (_definition(name, text) for text in above)), "")
            if definition and name not in self._names:
                yield from self._restored(definition, above)
                exec(compile(definition, "<reprise>", "exec"), self._names)
                yield name


def _source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def _is_answer(cell: dict[str, Any]) -> bool:
    return bool(cell["metadata"].get("nbgrader", {}).get("solution"))


def free_names(source: str) -> set[str]:
    """Return the names that a source uses and does not define itself."""
    try:
        tables = [symtable.symtable(source, "cell", "exec")]
    except SyntaxError:  # a magic, or a mistake that Python will tell
        return set()
    defined = {symbol.get_name() for symbol in tables[0].get_symbols() if symbol.is_assigned()}
    defined |= {symbol.get_name() for symbol in tables[0].get_symbols() if symbol.is_imported()}
    used: set[str] = set()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        top = table.get_type() == "module"
        used |= {s.get_name() for s in table.get_symbols() if s.is_referenced() and (top or s.is_global())}
    return used - defined


def _definition(name: str, source: str) -> str:
    """Return the import, function, class or plain value that gives `name` at the top of a source, else ""."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return ""
    found = [ast.unparse(node) for node in body if name in _bound(node)]
    return found[-1] if found else ""


def _bound(node: ast.stmt) -> list[str]:
    match node:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [(alias.asname or alias.name).partition(".")[0] for alias in names]
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_plain(value):
            return [name]
    return []


def _is_plain(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except ValueError:
        return False
    return True
