"""One marking process: a warm sandbox, and one submission after another."""

import atexit
from pathlib import Path

from grader.checks.demonstration import demonstration_of
from grader.checks.session import CheckSession, run_session
from grader.errors import UserError
from grader.marking.exercise import Exercise
from grader.marking.mark import Mark, QuestionMark, Status
from grader.marking.marker import Marker
from grader.marking.staging import is_linked
from grader.marking.steps import Submission
from grader.marking.submission import Unreadable, read_submission
from grader.sandbox.sandbox import Sandbox

_sandboxes: dict[bool, Sandbox] = {}


def mark_submission(path: Path, student: str, exercise: Exercise, isolated: bool) -> Mark:
    """Mark one submitted notebook.

    Args:
        path: the notebook, which may be missing or anything at all.
        student: whose it is.
        exercise: what it answers.
        isolated: False runs it without a sandbox, which is recorded in the mark.
    """
    mark = Mark(student, exercise.name, Status.GRADED, unmarked(exercise))
    if is_linked(path.parent):
        mark.status = Status.UNREADABLE
        mark.notices.append("Copie non lue : son dossier est un lien vers d'autres fichiers que les siens.")
        return mark
    if not path.is_symlink() and not path.exists():
        mark.status = Status.MISSING
        mark.notices.append(f"La copie doit s'appeler {path.name} : elle n'est pas dans {path.parent.name}.")
        return mark
    try:
        notebook = read_submission(path, exercise.handout)
    except Unreadable as reason:
        mark.status = Status.UNREADABLE
        mark.notices.append(f"Copie illisible : {reason}.")
        return mark
    mark.notices += notebook.notices
    if not isolated:
        mark.notices.append("Corrigée sans bac à sable (--no-sandbox).")
    run_session(exercise.checks, lambda session: _run(session, mark, exercise, notebook, isolated))
    return mark


def unmarked(exercise: Exercise) -> list[QuestionMark]:
    """Return the questions of an exercise, with nothing earned."""
    return [QuestionMark(question, points) for question, points in exercise.points.items()]


def _run(session: CheckSession, mark: Mark, exercise: Exercise, notebook: Submission, isolated: bool) -> None:
    if unchecked := exercise.points.keys() - session.items.keys():
        raise UserError(f"Ces questions n'ont aucune vérification : {', '.join(sorted(unchecked))}.")
    marker = Marker(session, sandbox(isolated), notebook, demonstration_of(exercise.checks[0]))
    results = marker.run()
    for question in mark.questions:
        question.checks = results.get(question.id, [])
    mark.cells = marker.printed
    mark.notices += marker.notices


def sandbox(isolated: bool) -> Sandbox:
    """Return this process's sandbox, started when first needed."""
    if isolated not in _sandboxes:
        _sandboxes[isolated] = Sandbox(isolated)
        atexit.register(_sandboxes[isolated].__exit__)
    return _sandboxes[isolated]
