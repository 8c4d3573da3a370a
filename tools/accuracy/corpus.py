"""The corpus: right and wrong submissions as short files, and the notebooks made of them."""

import re
import runpy
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from grader.marking.exercise import exercise, exercises
from grader.paths import root

CORPUS = root() / "tests" / "corpus"
BUILD = runpy.run_path(str(root() / "tests" / "samples" / "build.py"))
# By kind: the headers that a file must have, and those that it may have.
HEADERS = {
    "right": ({"style"}, {"blind", "adversarial"}),
    "wrong": ({"mistake", "question"}, {"says", "blind", "adversarial", "like"}),
}


class CorpusError(Exception):
    """A file of the corpus is not as README.md beside it asks; the message is one sentence."""


@dataclass(frozen=True)
class Submission:
    """A file of the corpus.

    Attributes:
        exercise: what it answers.
        kind: ``right`` or ``wrong``.
        name: its file's, without the suffix.
        answers: the code of each question.
        about: its style, or its one mistake.
        question: that must lose points; "" in a right one.
        says: part of the sentence by which a check must name the mistake; "" where none is asked for.
        blind: its mark when it was first graded, if its author never saw the checks; None otherwise.
        adversarial: the same, if it was written to find what the checks miss.
    """

    exercise: str
    kind: str
    name: str
    answers: dict[str, str] = field(hash=False)
    about: str
    question: str = ""
    says: str = ""
    blind: float | None = None
    adversarial: float | None = None

    @property
    def student(self) -> str:
        """The name under which it is handed in."""
        return f"{self.kind}_{self.name}"

    @property
    def place(self) -> str:
        """Where it stands below tests/corpus, without the suffix."""
        return f"{self.exercise}/{self.kind}/{self.name}"


def corpus(assignment: str | None = None) -> list[Submission]:
    """Return the submissions of one exercise, or of all, in the order of their places.

    Raises:
        CorpusError: a file is not as it must be.
    """
    names = [assignment] if assignment else exercises()
    files = [
        file for name in names for kind in HEADERS for file in sorted((CORPUS / name / kind).glob("*.py"))
    ]
    return [read(file) for file in files]


def read(file: Path) -> Submission:
    """Read one file, ``…/EXERCISE/right/NAME.py`` or ``…/EXERCISE/wrong/NAME.py``.

    Raises:
        CorpusError: it is not as it must be.
    """
    kind, assignment = file.parent.name, file.parent.parent.name
    if kind not in HEADERS:
        raise CorpusError(f"{_place(file)}: a submission stands in right/ or in wrong/.")
    if not file.is_file():
        raise CorpusError(f"{_place(file)}: there is no such file.")
    text, answers = BUILD["read_answers"](file)
    head = _head(file, text)
    answers = {**(_like(file, head["like"]) if "like" in head else {}), **answers}
    _check_questions(file, answers, head.get("question"))
    return Submission(
        assignment,
        kind,
        file.stem,
        answers,
        about=head.get("style") or head["mistake"],
        question=head.get("question", ""),
        says=head.get("says", ""),
        blind=_first_mark(file, head, "blind"),
        adversarial=_first_mark(file, head, "adversarial"),
    )


def write_class(submissions: Iterable[Submission], folder: Path) -> None:
    """Write the notebooks as nbgrader wants a class: FOLDER/submitted/STUDENT/EXERCISE/EXERCISE.ipynb."""
    for submission in submissions:
        target = folder / "submitted" / submission.student / submission.exercise
        target.mkdir(parents=True)
        (target / f"{submission.exercise}.ipynb").write_bytes(content(submission))


def content(submission: Submission) -> bytes:
    """Return the file that is handed in: the released notebook with the submission's answers."""
    return BUILD["as_bytes"](BUILD["answered"](submission.exercise, submission.answers))


def _head(file: Path, text: str) -> dict[str, str]:
    required, optional = HEADERS[file.parent.name]
    head: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        written = re.fullmatch(r"# (\w+): (.+)", line)
        if not written or written[1] not in required | optional:
            allowed = ", ".join(sorted(required | optional))
            raise CorpusError(
                f"{_place(file)}: “{line}” is no header; those of {file.parent.name}/ are {allowed}."
            )
        if written[1] in head:
            raise CorpusError(f"{_place(file)}: the header “{written[1]}” stands there twice.")
        head[written[1]] = written[2]
    if missing := sorted(required - head.keys()):
        raise CorpusError(f"{_place(file)}: the header “# {missing[0]}: …” is missing.")
    return head


def _like(file: Path, name: str) -> dict[str, str]:
    other = file.parent.parent / f"{name}.py"
    if not re.fullmatch(r"right/\w+", name) or not other.is_file():
        raise CorpusError(f"{_place(file)}: “# like: {name}” must name a file of right/, as right/NAME.")
    return BUILD["read_answers"](other)[1]


def _check_questions(file: Path, answers: dict[str, str], faulty: str | None) -> None:
    known = exercise(file.parent.parent.name).points
    for question in [*answers, *([faulty] if faulty else [])]:
        if question not in known:
            raise CorpusError(
                f"{_place(file)}: there is no question “{question}”; there are {', '.join(known)}."
            )
    if missing := [question for question in known if question not in answers]:
        raise CorpusError(f"{_place(file)}: the answer to “{missing[0]}” is missing.")


def _first_mark(file: Path, head: dict[str, str], name: str) -> float | None:
    written = head.get(name)
    if written is None:
        return None
    if not re.fullmatch(r"\d+(\.\d+)?", written) or float(written) > 20:
        raise CorpusError(f"{_place(file)}: “# {name}: {written}” must be a mark between 0 and 20.")
    return float(written)


def _place(file: Path) -> str:
    return "/".join(file.parts[-3:])
