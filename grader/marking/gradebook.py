"""The marks, kept by nbgrader's own machinery: gradebook.db and autograded/."""

import sqlite3
import warnings
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nbformat

from grader.marking.exercise import exercise
from grader.marking.mark import Mark, Status
from grader.paths import use_own_programs
from grader.typography import number


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


class Book:
    """Where the marks of a class are kept: ``gradebook.db`` and ``autograded/`` beside ``submitted/``.

    Attributes:
        file: the gradebook.
        troubles: what keeps all the marks of an assignment out, by assignment: a French clause.
    """

    def __init__(self, submitted: Path) -> None:
        self.file = submitted.resolve().parent / "gradebook.db"
        self.troubles: dict[str, str] = {}
        self._submitted = submitted.resolve()
        self._registered: set[str] = set()
        self._refused: list[Mark] = []

    def enter(self, mark: Mark) -> None:
        """Enter a mark that was given, unless the gradebook has refused another of its assignment.

        What goes wrong is told, and costs no other mark: in ``troubles`` where it concerns the class, in the
        mark's notices where it does not.
        """
        if mark.status is not Status.GRADED or mark.assignment in self.troubles:
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # nbgrader's use of SQLAlchemy 2.1 warns about itself
            try:
                self._enter(mark)
                mark.entered = True
            except Exception as error:
                self._tell(error, mark)

    def finish(self, marks: list[Mark]) -> None:
        """Try once more what a trouble has kept out, then tell which marks of an earlier marking stay."""
        self.troubles.clear()
        for mark in marks:
            if not mark.entered and mark not in self._refused:
                self.enter(mark)
        if not self.troubles:
            self._tell_earlier([mark for mark in marks if not mark.entered])

    def _enter(self, mark: Mark) -> None:
        from grader.marking.entering import enter

        mark.student.encode()  # a gradebook holds UTF-8 only
        if mark.assignment not in self._registered:
            self._register(mark.assignment)
        course, names = self._submitted, Path(mark.student) / mark.assignment
        submission = course / names / f"{mark.assignment}.ipynb"
        enter(mark, submission, self._url(), course.parent / "autograded" / names)

    def _register(self, assignment: str) -> None:
        from grader.marking.troubles import OTHER_VERSION, ClassTrouble

        if not _is_current(self.file):
            raise ClassTrouble(f"{self.file} {OTHER_VERSION}")
        try:
            register(assignment, self._url())
        except RuntimeError as error:  # nbgrader's word for an exercise whose questions have changed
            raise ClassTrouble(
                f"{self.file} a des notes d'une autre version de « {assignment} », aux questions "
                "différentes ; déplacez-le, puis relancez la commande"
            ) from error
        self._registered.add(assignment)

    def _url(self) -> str:
        from sqlalchemy.engine import URL

        return URL.create("sqlite", database=str(self.file)).render_as_string()

    def _tell(self, error: Exception, mark: Mark) -> None:
        from grader.marking.troubles import class_trouble, own_trouble

        if what := class_trouble(error, self.file):
            self.troubles[mark.assignment] = what
        else:
            self._refused.append(mark)
            mark.notices.append(f"Note non inscrite au carnet : {own_trouble(error)}.")

    def _tell_earlier(self, marks: list[Mark]) -> None:
        from nbgrader.api import Gradebook
        from sqlalchemy.exc import DBAPIError

        if not marks or not self.file.is_file():
            return
        with warnings.catch_warnings(), suppress(DBAPIError):  # what cannot be read has nothing to tell
            warnings.simplefilter("ignore")
            with Gradebook(self._url()) as gradebook:
                for mark in marks:
                    if score := _earlier_score(gradebook, mark):
                        told = f"Le carnet garde la note d'une correction précédente : {number(score)}."
                        mark.notices.append(told)


def _earlier_score(gradebook: Any, mark: Mark) -> float:
    from nbgrader.api import MissingEntry

    try:
        return gradebook.find_submission(mark.assignment, mark.student).score or 0
    except (MissingEntry, UnicodeEncodeError):
        return 0


def _is_current(file: Path) -> bool:
    """Say whether a gradebook, if there is one, is of the nbgrader that is installed."""
    import nbgrader
    from alembic.script import ScriptDirectory

    if not file.is_file():
        return True
    newest = ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic")).get_current_head()
    with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as gradebook:
        versions = gradebook.execute("SELECT name FROM sqlite_master WHERE name = 'alembic_version'")
        if not versions.fetchone():
            return True
        return gradebook.execute("SELECT version_num FROM alembic_version").fetchone() == (newest,)
