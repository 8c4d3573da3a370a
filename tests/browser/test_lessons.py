"""Every lesson, run to its end in a real JupyterLab: no unwanted error, no noise, diagrams drawn."""

import json
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
LESSONS = sorted(file.stem for file in NOTEBOOKS.glob("*.ipynb"))
DRAWN = """async () => {
    const content = window.jupyterapp.shell.currentWidget.content;
    const missing = [];
    for (const [index, cell] of content.widgets.entries()) {
        const diagram = cell.model.sharedModel.getSource().includes('```mermaid');
        if (cell.model.type !== 'markdown' || !diagram) continue;
        await content.scrollToItem(index, 'center');
        let drawn = false;
        for (let wait = 0; wait < 50 && !drawn; wait++) {
            drawn = cell.node.querySelector('.jp-RenderedMermaid img, .jp-RenderedMermaid svg') !== null;
            await new Promise(done => setTimeout(done, 200));
        }
        if (!drawn) missing.push(cell.model.id);
    }
    return missing;
}"""


@pytest.fixture(scope="module", params=LESSONS)
def lesson(desk, request):
    desk.open(f"{request.param}.ipynb")
    desk.run_all()
    return request.param, desk


def expected_errors(name: str) -> list[str]:
    """The cells whose exception is the point."""
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    return [cell["id"] for cell in cells if "raises-exception" in cell["metadata"].get("tags", [])]


def test_every_cell_runs(lesson):
    name, desk = lesson
    failed = [output["id"] for output in desk.outputs() if output["output_type"] == "error"]
    assert failed == expected_errors(name)
    assert [output["id"] for output in desk.outputs() if output.get("name") == "stderr"] == []


def test_diagrams_are_drawn(lesson):
    _, desk = lesson
    assert desk.page.evaluate(DRAWN) == []
