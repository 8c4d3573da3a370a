"""After a restart, the first cell is all that a lesson needs to go on from anywhere."""

import ast
import builtins
import functools
import re
import symtable

import nbformat
import pytest

from grader.execution import execute
from grader.notebook.course import Course
from grader.notebook.resume import Resume, free_names
from grader.paths import notebooks

DEFINITIONS = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef
LESSONS = sorted(file.stem.removeprefix("test_") for file in notebooks().glob("test_*.py"))


@functools.cache
def notebook(lesson: str) -> nbformat.NotebookNode:
    return nbformat.read(notebooks() / f"{lesson}.ipynb", 4)


def sections(lesson: str) -> list[list[str]]:
    """The ids of the code cells of each section; what comes before the first is its own."""
    found: list[list[str]] = [[]]
    for cell in notebook(lesson).cells:
        if cell.cell_type == "markdown" and re.search(r"^## ", cell.source, re.MULTILINE):
            found.append([])
        if cell.cell_type == "code":
            found[-1].append(cell.id)
    return [section for section in found if section]


@pytest.mark.parametrize("lesson", LESSONS)
def test_from_the_middle_to_the_end(lesson):
    first, *rest = sections(lesson)
    order = [first[0], *(cell for section in rest[len(rest) // 2 :] for cell in section)]
    execute(notebook(lesson), cwd=notebooks(), order=order)  # raises CellFailed where a cell does


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_section_finds_what_it_needs(lesson):
    first, *rest = sections(lesson)
    assert [found for section in rest for found in lacking(lesson, [first[0], *section])] == []


def lacking(lesson: str, order: list[str]) -> list[tuple[str, str]]:
    """The cells that would not find a name, run in this order after a restart; nothing is really run."""
    sources = {cell.id: cell.source for cell in notebook(lesson).cells if cell.cell_type == "code"}
    names: dict[str, object] = dict.fromkeys(["display", "get_ipython", "__name__"])
    resume = Resume(Course(lesson, notebooks() / f"test_{lesson}.py", names))
    found = []
    for cell in order:
        resume.restore(cell, sources[cell])
        missing = free_names(sources[cell]) - names.keys() - vars(builtins).keys()
        found += [(cell, name) for name in sorted(missing)]
        define(sources[cell], names)
    return found


def define(source: str, names: dict[str, object]) -> None:
    """Do what a cell does to the names: its definitions for good, the rest in name only."""
    table = symtable.symtable(source, "cell", "exec")
    bound = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    body = [node for node in ast.parse(source).body if isinstance(node, DEFINITIONS)]
    exec(compile(ast.Module(body, type_ignores=[]), "lesson", "exec"), names)
    names.update(dict.fromkeys(bound - names.keys()))
