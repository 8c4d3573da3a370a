"""nbgrader's autograding of one submission, which is found by its path and whose errors are raised."""

import logging
import shutil
import tempfile
from pathlib import Path

from nbconvert.writers import FilesWriter
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from grader.autograde import known, nbgrader_settings
from grader.marking.mark import Mark
from grader.marking.staging import stage
from grader.marking.timestamp import notices


def enter(mark: Mark, submission: Path, db_url: str, autograded: Path) -> None:
    """Enter a mark into the gradebook and write the marked notebook.

    nbgrader works in a temporary course folder that holds this submission alone, under a name of ours: it
    takes paths for patterns, and would follow the links that it finds. An earlier marked notebook is replaced
    once all of this has worked.

    Args:
        mark: its notices get what was left out.
        submission: the notebook that was handed in.
        db_url: the gradebook's address.
        autograded: the folder to write, ``autograded/STUDENT/ASSIGNMENT``.

    Raises:
        Exception: whatever nbgrader, the gradebook or the disk may raise.
    """
    with tempfile.TemporaryDirectory(prefix="grader-") as folder:
        course = _course(Path(folder), mark.assignment, db_url)
        mark.notices += notices(submission.parent)
        mark.notices += stage(submission, Path(folder) / "submitted" / mark.assignment)
        known[mark.assignment, mark.student] = mark
        try:
            _Entering(mark, coursedir=course, config=course.config).start()
        finally:
            del known[mark.assignment, mark.student]
        _publish(Path(folder) / "autograded" / mark.assignment, autograded)


def _course(root: Path, assignment: str, db_url: str) -> CourseDirectory:
    config = nbgrader_settings()
    config.CourseDirectory.root = str(root.resolve())
    config.CourseDirectory.directory_structure = "{nbgrader_step}/{assignment_id}"
    config.CourseDirectory.assignment_id = assignment
    config.CourseDirectory.db_url = db_url
    return CourseDirectory(config=config)


class _Entering(Autograde):
    """Converts the one submission of a staged course folder."""

    def __init__(self, mark: Mark, **settings: object) -> None:
        super().__init__(**settings)
        self.log = _quiet()
        self.mark = mark

    def start(self) -> None:
        """Do for this submission what nbgrader does for each that it finds."""
        assignment, student = self.mark.assignment, self.mark.student
        self.writer = FilesWriter(parent=self, config=self.config)
        self.exporter = self.exporter_class(parent=self, config=self.config)
        self.notebooks = [str(Path(self._format_source(assignment, student)) / f"{assignment}.ipynb")]
        self.init_assignment(assignment, student)
        for notebook in self.notebooks:
            self.convert_single_notebook(notebook)
        self.set_permissions(assignment, student)

    def init_single_notebook_resources(self, notebook_filename: str) -> dict:
        """Say whose notebook it is; nbgrader would read that from the path."""
        name = self.mark.assignment
        names = {"student": self.mark.student, "assignment": name, "notebook": name}
        return {
            "unique_key": name,
            "output_files_dir": f"{name}_files",
            "nbgrader": {**names, "db_url": self.coursedir.db_url},
        }


def _publish(made: Path, target: Path) -> None:
    if target.exists():
        shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(made, target)


def _quiet() -> logging.Logger:
    """nbgrader tells each step; an instructor reads our table."""
    logger = logging.getLogger("grader.nbgrader")
    logger.propagate = False
    logger.handlers = [logging.NullHandler()]
    return logger
