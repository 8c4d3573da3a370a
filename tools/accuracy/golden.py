"""The golden marks, in tests/corpus/EXERCISE/golden.json: of the wrong submissions, a right one gets all."""

import json
from pathlib import Path

from accuracy.corpus import CORPUS, Submission
from accuracy.marks import Marks, visible_part
from accuracy.sheet import sheet

Lost = dict[str, dict[str, float]]  # by question: what is left of the points, {"visible": …, "total": …}


def lost(submission: Submission, marks: Marks) -> Lost:
    """Return what is left of the questions that lost points, visible or in total."""
    visible = visible_part(submission.exercise, marks).points
    return {
        question: {"visible": visible[question], "total": marks.points[question]}
        for question, points in sheet(submission.exercise).points.items()
        if (visible[question], marks.points[question]) != (points, points)
    }


def golden(assignment: str) -> dict[str, Lost]:
    """Return the golden marks of an exercise's wrong submissions, by name."""
    file = _file(assignment)
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def expected(submission: Submission) -> Lost | None:
    """Return the golden marks of a submission, None for a wrong one that has none yet."""
    return {} if submission.kind == "right" else golden(submission.exercise).get(submission.name)


def rewrite(assignment: str, marks: dict[Submission, Marks]) -> list[str]:
    """Make the marks of the wrong submissions the golden ones; return a line for each that changed."""
    before = golden(assignment)
    after = {
        submission.name: lost(submission, found)
        for submission, found in marks.items()
        if (submission.exercise, submission.kind) == (assignment, "wrong")
    }
    if not after:
        return []
    lines = [f" {json.dumps(name)}: {json.dumps(after[name])}" for name in sorted(after)]
    _file(assignment).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return [
        f"{assignment}/wrong/{name}: {shown(before.get(name))} → {shown(after.get(name))}"
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def shown(left: Lost | None) -> str:
    """Return golden marks as people read them: ``latence 1.5 visible, 1 in total``."""
    if left is None:
        return "not in the corpus"
    parts = [
        f"{name} {points['visible']:g} visible, {points['total']:g} in total" for name, points in left.items()
    ]
    return "; ".join(parts) or "nothing lost"


def _file(assignment: str) -> Path:
    return CORPUS / assignment / "golden.json"
