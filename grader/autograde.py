"""nbgrader's autograding, with marks that come from our engine instead of the student's kernel.

`nbgrader_config.py` names these preprocessors, so that `nbgrader autograde`, the formgrader and
`grader grade` all mark alike.
"""

from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets.config import Application, Config

from grader.marking.exercise import exercise
from grader.marking.mark import Mark, QuestionMark
from grader.marking.submission import is_plain_file

known: dict[tuple[str, str], Mark] = {}  # nbgrader makes a new preprocessor for each notebook


def nbgrader_settings() -> Config:
    """Return the settings that `nbgrader_config.py` and `grader grade` share."""
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
    config.GenerateFeedback.HTMLExporter.template_name = "feedback_fr"
    templates = str(Path(__file__).parent / "marking" / "templates")
    config.GenerateFeedback.HTMLExporter.extra_template_basedirs = [templates]
    config.Autograde.pre_convert_hook = prepare
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
    """Before a submission is autograded: register its assignment, and drop what is no plain file.

    A link that a student hands in would be copied, followed, to autograded/ and on to the feedback.
    """
    from grader.marking.gradebook import register

    folder = Path(notebooks[0]).parent
    for path in folder.rglob("*"):
        if not path.is_dir() and not is_plain_file(path):
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


class RepairCells(NbGraderPreprocessor):
    """Makes a submission one that nbgrader can mark: each cell of the release once, and no forged one.

    A duplicated cell would end the marking of the whole class (nbgrader issue 1083), and nbgrader's own
    way to bring a deleted cell back fails where the cell above it is gone, too.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        released = {
            cell.metadata.nbgrader.grade_id: cell
            for cell in nbformat.read(exercise(resources["nbgrader"]["assignment"]).released, 4).cells
            if "nbgrader" in cell.metadata
        }
        seen: set[str] = set()
        for cell in nb.cells:
            name = cell.metadata.pop("nbgrader", {}).get("grade_id")
            if name in released.keys() - seen:
                cell.metadata.nbgrader = released[name].metadata.nbgrader
                seen.add(name)
        missing = [cell for name, cell in released.items() if name not in seen]
        nb.cells += [cell for cell in missing if utils.is_grade(cell)]
        return nb, resources


class MarkInSandbox(Execute):
    """Runs nothing in a kernel: marks the submitted file with our engine and shows the tables."""

    def preprocess(self, nb: NotebookNode, resources: dict, km: Any = None) -> tuple[NotebookNode, dict]:
        names = resources["nbgrader"]
        mark = known.get((names["assignment"], names["student"])) or self._mark(names)
        questions = {question.id: question for question in mark.questions}
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.execution_count = None
                cell.outputs = _outputs(cell, mark, questions)
        return nb, resources

    def _mark(self, names: dict) -> Mark:
        from grader.marking.worker import mark_submission

        course = self.parent.parent.coursedir
        folder = course.format_path(course.submitted_directory, names["student"], names["assignment"])
        path = Path(folder) / f"{names['notebook']}.ipynb"
        _require_sandbox()
        return mark_submission(path, names["student"], exercise(names["assignment"]), isolated=True)


@cache
def _require_sandbox() -> None:
    from grader.sandbox.command import require_sandbox

    require_sandbox()


def _outputs(cell: NotebookNode, mark: Mark, questions: dict[str, QuestionMark]) -> list[NotebookNode]:
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    if utils.is_grade(cell) and name in questions:
        question = questions[name]
        data = {"text/plain": str(question.points), "text/html": question.report().html()}
        return [new_output("execute_result", data, execution_count=1)]
    printed = mark.cells.get(cell.source)
    return [new_output("stream", name="stdout", text=printed)] if printed else []
