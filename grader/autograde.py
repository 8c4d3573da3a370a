"""nbgrader's autograding, with marks that come from our engine instead of the student's kernel.

`nbgrader_config.py` names these preprocessors, so that `nbgrader autograde`, the formgrader and
`grader grade` all mark alike.
"""

from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets.config import Application, Config

from grader.errors import UserError
from grader.marking import timestamp
from grader.marking.cleaning import cleaned, fenced
from grader.marking.exercise import exercise
from grader.marking.mark import Mark, QuestionMark, Status
from grader.marking.submission import is_plain_file
from grader.student.codec import clean
from grader.typography import typeset

NOTICES = "grader_notices"  # of the marked notebook's metadata: the remarks that feedback shows

known: dict[tuple[str, str], Mark] = {}  # nbgrader makes a new preprocessor for each notebook


def nbgrader_settings() -> Config:
    """Return the settings that `nbgrader_config.py` and `grader grade` share."""
    timestamp.tolerate()
    config = Config()
    config.CourseDirectory.source_directory = "solutions"
    config.CourseDirectory.release_directory = "notebooks"
    # nbgrader copies every other file of the source folder, to students as well.
    config.CourseDirectory.ignore = [
        ".ipynb_checkpoints",
        "*.pyc",
        "__pycache__",
        ".pytest_cache",
        "*.md",
        "test_hidden.py",
        "conftest.py",
    ]
    config.GenerateFeedback.exporter_class = "grader.marking.feedback.FeedbackExporter"
    config.GenerateFeedback.HTMLExporter.template_name = "feedback_fr"
    templates = str(Path(__file__).parent / "marking" / "templates")
    config.GenerateFeedback.HTMLExporter.extra_template_basedirs = [templates]
    config.Autograde.pre_convert_hook = prepare
    config.Autograde.exporter_class = "grader.autograde.SubmissionExporter"
    config.Autograde.sanitize_preprocessors = [
        "grader.autograde.RepairCells",
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.DeduplicateIds",
        "nbgrader.preprocessors.OverwriteKernelspec",
        "nbgrader.preprocessors.OverwriteCells",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    config.Autograde.autograde_preprocessors = [
        "grader.autograde.MarkInSandbox",
        "nbgrader.preprocessors.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    return config


def prepare(assignment: str, student: str, notebooks: list[str]) -> None:
    """Before `nbgrader autograde` reads a submission: register its assignment, drop what is no plain file.

    A link that a student hands in would be copied, followed, to autograded/ and on to the feedback.
    """
    from grader.marking.gradebook import register
    from grader.marking.staging import is_linked, walk

    folder = Path(notebooks[0]).parent
    if not is_linked(folder):  # else these are other people's files, and MarkInSandbox refuses them
        for path in walk(folder):
            if not is_plain_file(path):
                _remove(path)
    register(folder.name, _db_url(folder.parent.parent.parent))


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:  # nbgrader goes on after any Exception of a hook, and would follow the link
        raise SystemExit(
            f"{path} n'est pas un fichier ordinaire : supprimez-le avant de corriger."
        ) from error


def _db_url(course: Path) -> str:
    """Return the gradebook's address: what the running nbgrader command was told, else nbgrader's default."""
    told = Application.instance().config.CourseDirectory if Application.initialized() else {}
    return told.get("db_url") or f"sqlite:///{course / 'gradebook.db'}"


class SubmissionExporter(NotebookExporter):
    """Reads whatever our marking reads, where nbformat would refuse the file or pass on what breaks later."""

    def from_filename(
        self, filename: str, resources: dict | None = None, **kw: Any
    ) -> tuple[NotebookNode, dict]:
        """Read a submission, cleaned, instead of the file as it is."""
        path = Path(filename)
        resources = resources or {}
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        return self.from_notebook_node(cleaned(path.read_bytes()), resources, **kw)


class RepairCells(NbGraderPreprocessor):
    """Makes a submission one that nbgrader can mark: each cell of the release once, and no forged one.

    A duplicated cell would end the marking of the whole class (nbgrader issue 1083), and nbgrader's own
    way to bring a deleted cell back fails where the cell above it is gone, too.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        released = {
            cell.metadata.nbgrader.grade_id: cell
            for cell in _released(resources["nbgrader"]["assignment"]).cells
            if "nbgrader" in cell.metadata
        }
        seen: set[str] = set()
        for cell in reversed(nb.cells):  # of several, the last counts
            name = cell.metadata.pop("nbgrader", {}).get("grade_id", cell.id)
            if name in released.keys() - seen:
                cell.metadata.nbgrader = released[name].metadata.nbgrader
                cell.pop("attachments", None)  # a text that becomes code again must not have any
                seen.add(name)
        _show_as_text(nb, _released(resources["nbgrader"]["assignment"]))
        missing = [cell for name, cell in released.items() if name not in seen]
        nb.cells += [cell for cell in missing if utils.is_grade(cell)]
        return nb, resources


def _show_as_text(nb: NotebookNode, released: NotebookNode) -> None:
    """Show Markdown that is not the course's as it was written: HTML in it would run in the formgrader."""
    ours = {cell.source for cell in released.cells if cell.cell_type == "markdown"}
    for cell in nb.cells:
        if cell.cell_type == "markdown" and "nbgrader" not in cell.metadata and cell.source not in ours:
            cell.source = fenced(cell.source)


class MarkInSandbox(Execute):
    """Runs nothing in a kernel: marks the submitted file with our engine and shows the tables."""

    def preprocess(self, nb: NotebookNode, resources: dict, km: Any = None) -> tuple[NotebookNode, dict]:
        names = resources["nbgrader"]
        mark = known.get((names["assignment"], names["student"])) or self._mark(names)
        questions = {question.id: question for question in mark.questions}
        printed = {clean(source): clean(text) for source, text in mark.cells.items()}
        nb.metadata = _released(names["assignment"]).metadata
        nb.metadata[NOTICES] = [clean(typeset(notice)) for notice in mark.notices]
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.execution_count = None
                cell.outputs = _outputs(cell, printed, questions)
        return nb, resources

    def _mark(self, names: dict) -> Mark:
        from grader.marking.staging import is_linked
        from grader.marking.worker import mark_submission

        course = self.parent.parent.coursedir
        folder = Path(course.format_path(course.submitted_directory, names["student"], names["assignment"]))
        if is_linked(folder):
            raise UserError(f"{folder} est un lien : la copie n'est pas corrigée.")
        _require_sandbox()
        path = folder / f"{names['notebook']}.ipynb"
        mark = mark_submission(path, names["student"], exercise(names["assignment"]), isolated=True)
        if mark.status is not Status.GRADED:
            raise UserError(" ".join(mark.notices))
        mark.notices += timestamp.notices(folder)
        return mark


def _released(assignment: str) -> NotebookNode:
    return nbformat.read(exercise(assignment).released, as_version=4)


@cache
def _require_sandbox() -> None:
    from grader.sandbox.command import require_sandbox

    require_sandbox()


def _outputs(
    cell: NotebookNode, printed: dict[str, str], questions: dict[str, QuestionMark]
) -> list[NotebookNode]:
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    if utils.is_grade(cell) and name in questions:
        question = questions[name]
        table = clean(question.report().html())
        data = {"text/plain": str(question.points), "text/html": table}
        return [new_output("execute_result", data, execution_count=1)]
    text = printed.pop(cell.source, "")  # once: thousands of the same cell must not fill the disk
    return [new_output("stream", name="stdout", text=text)] if text else []
