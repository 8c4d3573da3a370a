"""One source to the files that it yields: the notebook and what stands beside it."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grader.errors import UserError
from grader.paths import handed_out
from grader.release.cells import CellError
from grader.release.ids import assign_ids
from grader.release.metadata import lesson_answers, set_metadata, sha256
from grader.release.questions import cells_with, expand_questions
from grader.release.reading import read
from grader.release.sources import Source, asset_paths
from grader.release.steps import run_nbgrader_steps
from grader.release.stubs import check_markers, check_stubs


def build(source: Source) -> dict[Path, bytes]:
    """Return the released files of one source, by path; the same source gives the same bytes anywhere."""
    nb = read(source)
    checks = _checks(source, nb)
    try:
        _release(nb, source, {name: sha256(content) for name, content in checks.items()})
    except CellError as error:
        raise UserError(f"{source.shown}, {error}") from error
    folder = source.released_folder
    assets = {folder / path.relative_to(source.path.parent): _content(path) for path in asset_paths(source)}
    beside = {folder / name: content for name, content in checks.items()}
    notebook = _serialise(nb)
    kept = {handed_out(source.name): notebook} if source.is_exercise else {}
    return {folder / f"{source.name}.ipynb": notebook, **beside, **assets, **kept}


def _checks(source: Source, nb: NotebookNode) -> dict[str, bytes]:
    if source.checks.is_file():
        return {source.checks.name: _content(source.checks)}
    for cell in cells_with(nb, "question"):
        problem = f"ses contrôles manquent ; créez {source.checks.name} à côté."
        raise UserError(f"{source.shown}, {CellError(cell, problem)}")
    return {}


def _release(nb: NotebookNode, source: Source, checks: dict[str, str]) -> None:
    assign_ids(nb)
    expand_questions(nb, graded=source.is_exercise)
    check_markers(nb)
    answers = {} if source.is_exercise else {"answers": lesson_answers(nb)}
    run_nbgrader_steps(nb)
    check_stubs(nb)
    set_metadata(nb, {"checks": checks, **answers})


def _serialise(nb: NotebookNode) -> bytes:
    nb.nbformat, nb.nbformat_minor = 4, 5
    nbformat.validate(nb)
    return (nbformat.writes(nb) + "\n").encode()


def _content(path: Path) -> bytes:
    """Python files get LF line ends whatever the clone has, so that their hash is the same everywhere."""
    content = path.read_bytes()
    return content.replace(b"\r\n", b"\n") if path.suffix == ".py" else content
