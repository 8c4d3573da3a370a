"""nbgrader's own release steps, in its order, without those that need a gradebook."""

from nbformat import NotebookNode
from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, ClearSolutions, ComputeChecksums, LockCells

from grader.release.stubs import STUB


def run_nbgrader_steps(nb: NotebookNode) -> None:
    """Lock the cells, replace the answers by stubs, clear outputs and compute checksums, in place."""
    steps = [
        LockCells(),
        ClearSolutions(code_stub={"python": STUB}),
        ClearOutput(),
        CheckCellMetadata(),
        ComputeChecksums(),
    ]
    resources: dict[str, object] = {}
    for step in steps:
        nb, resources = step.preprocess(nb, resources)
