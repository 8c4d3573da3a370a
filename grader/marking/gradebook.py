"""The marks, kept by nbgrader's own machinery: gradebook.db and autograded/."""

import logging
import warnings
from pathlib import Path

import nbformat
from traitlets.config import Config

from grader.marking.exercise import exercise
from grader.marking.mark import Mark, Status
from grader.paths import use_own_programs


def register(assignment: str, db_url: str) -> None:
    """Tell the gradebook about an exercise, from its release: its questions and their points.

    nbgrader does so when it generates an assignment; here `grader release` generates.
    """
    from nbgrader.api import Gradebook
    from nbgrader.preprocessors import SaveCells

    use_own_programs()
    with Gradebook(db_url) as gradebook:
        gradebook.update_or_create_assignment(assignment)
    names = {"assignment": assignment, "notebook": assignment, "db_url": db_url}
    notebook = nbformat.read(exercise(assignment).released, as_version=4)
    SaveCells().preprocess(notebook, {"nbgrader": names})


def keep_marks(submitted: Path, marks: list[Mark]) -> None:
    """Write the marks of a class to ``gradebook.db`` and ``autograded/`` beside ``submitted``.

    Args:
        submitted: the folder that was marked.
        marks: of any number of students and assignments; one that nbgrader refuses gets a notice.
    """
    from grader import autograde

    autograde.known.clear()
    autograde.known.update({(mark.assignment, mark.student): mark for mark in marks})
    config = _course(submitted)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's use of SQLAlchemy 2.1 warns about itself
        for assignment in dict.fromkeys(mark.assignment for mark in marks):
            graded = [
                mark for mark in marks if mark.assignment == assignment and mark.status is Status.GRADED
            ]
            if graded:
                _keep(config, assignment, graded)


def _course(submitted: Path) -> Config:
    from grader.autograde import nbgrader_settings

    config = nbgrader_settings()
    config.CourseDirectory.root = str(submitted.parent)
    config.CourseDirectory.submitted_directory = submitted.name
    return config


def _keep(config: Config, assignment: str, marks: list[Mark]) -> None:
    from nbgrader.converters import Autograde
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    config.CourseDirectory.assignment_id = assignment
    course = CourseDirectory(config=config)
    register(assignment, course.db_url)
    for mark in marks:
        course.student_id = mark.student
        converter = Autograde(coursedir=course, config=config)
        converter.log = _quiet()
        converter.force = True
        try:
            converter.start()
        except NbGraderException:
            mark.notices.append("nbgrader n'a pas pu inscrire cette copie à son carnet : saisissez sa note.")


def _quiet() -> logging.Logger:
    """nbgrader tells each step; an instructor reads our table."""
    logger = logging.getLogger("grader.nbgrader")
    logger.propagate = False
    logger.handlers = [logging.NullHandler()]
    return logger
