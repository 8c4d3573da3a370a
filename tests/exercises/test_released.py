"""A released exercise, run whole before a line of it is written, shows no traceback."""

import os
import shutil

import nbformat
import pytest

from grader.execution import execute
from grader.marking.exercise import exercises
from grader.notebook.rerun import NESTED
from grader.paths import notebooks


@pytest.mark.parametrize("name", exercises())
def test_an_unfilled_notebook_shows_no_error(tmp_path, name):
    folder = shutil.copytree(notebooks() / name, tmp_path / name)
    environment = (
        os.environ if name == exercises()[0] else {**os.environ, NESTED: "1"}
    )  # verify runs it again
    notebook = nbformat.read(folder / f"{name}.ipynb", 4)
    done = execute(notebook, cwd=folder, allow_errors=True, env=dict(environment))
    errors = {
        cell.id: output
        for cell in done.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    }
    assert errors == {}
    assert sum("Pas encore écrit" in str(cell.get("outputs")) for cell in done.cells) > 2
