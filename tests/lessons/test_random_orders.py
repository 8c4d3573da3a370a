"""A lesson's cells give their recorded answers in any order, any number of times, in one kernel."""

import random
import re

import nbformat
import pytest
import yaml

from grader.execution import execute
from grader.paths import cassettes, notebooks

PORT = re.compile(r"(?<=127\.0\.0\.1):\d+")
LESSONS = sorted(
    path.stem for path in cassettes().glob("*.yaml") if (notebooks() / f"{path.stem}.ipynb").is_file()
)


def shown(cell) -> list[tuple]:
    """Return what a cell shows, but for the stage's port; how a stream is cut into pieces does not count."""
    streams = "".join(output.text for output in cell.outputs if output.output_type == "stream")
    others = [(o.output_type, str(o.get("data", o.get("evalue")))) for o in cell.outputs if "text" not in o]
    return [("streams", PORT.sub("", streams)), *others]


@pytest.mark.parametrize("lesson", LESSONS)
def test_recorded_cells_in_20_random_orders_with_repeats(lesson):
    notebook = nbformat.read(notebooks() / f"{lesson}.ipynb", 4)
    cassette = yaml.safe_load((cassettes() / f"{lesson}.yaml").read_text(encoding="utf-8"))
    recorded = sorted({interaction["cell"] for interaction in cassette["interactions"]})
    first = [cell.id for cell in notebook.cells if cell.cell_type == "code"]
    shuffled = [cell for seed in range(20) for cell in random.Random(seed).choices(recorded, k=len(recorded))]
    ran = execute(notebook, cwd=notebooks(), order=[*first, *shuffled]).cells
    reference = {cell.id: shown(cell) for cell in ran[: len(first)]}
    for cell in ran[len(first) :]:
        assert shown(cell) == reference[cell.id], cell.id
