"""Questions: the short cell metadata that authors write, checked and expanded to nbgrader's."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from grader.release.cells import CellError

_KEYS = {"answer", "id", "jupyter", "points", "question", "tags"}
SCHEMA_VERSION = 3


def expand_questions(nb: NotebookNode, *, graded: bool) -> None:
    """Give the answer and question cells nbgrader's metadata; `graded` tells an exercise from a lesson."""
    for cell in nb.cells:
        _check_keys(cell)
    answers, questions = list(cells_with(nb, "answer")), list(cells_with(nb, "question"))
    _check_pairs(answers, questions)
    for cell in answers:
        _expand(cell, grade_id=f"reponse-{cell.metadata['answer']}", solution=True)
    for cell in questions:
        _check_question(cell, graded)
        # Worth nothing in a lesson, but an autograder cell all the same: Validate looks at no other.
        points = cell.metadata.get("points", 0)
        _expand(cell, grade_id=cell.metadata["question"], points=points, locked=True)


def cells_with(nb: NotebookNode, key: str) -> Iterator[NotebookNode]:
    """Yield the cells whose metadata has this key."""
    return (cell for cell in nb.cells if key in cell.metadata)


def _check_keys(cell: NotebookNode) -> None:
    for key in cell.metadata.keys() - _KEYS:
        raise CellError(cell, f"clé « {key} » inconnue ; les clés possibles sont {', '.join(sorted(_KEYS))}.")
    if cell.cell_type != "code" and cell.metadata.keys() & {"answer", "question", "points"}:
        raise CellError(cell, "« answer », « question » et « points » ne vont que sur une cellule de code.")


def _check_pairs(answers: list[NotebookNode], questions: list[NotebookNode]) -> None:
    _check_unique(answers, "answer")
    _check_unique(questions, "question")
    answered = {cell.metadata["answer"] for cell in answers}
    asked = {cell.metadata["question"] for cell in questions}
    for cell in questions:
        if (name := cell.metadata["question"]) not in answered:
            raise CellError(cell, f"aucune cellule de réponse ; ajoutez-en une avec « :answer: {name} ».")
    for cell in answers:
        if (name := cell.metadata["answer"]) not in asked:
            raise CellError(
                cell, f"aucune cellule ne la vérifie ; ajoutez-en une avec « :question: {name} »."
            )


def _check_unique(cells: list[NotebookNode], key: str) -> None:
    counts = Counter(cell.metadata[key] for cell in cells)
    for cell in cells:
        if counts[cell.metadata[key]] > 1:
            raise CellError(
                cell, f"plusieurs cellules portent « :{key}: {cell.metadata[key]} » ; une seule le peut."
            )


def _check_question(cell: NotebookNode, graded: bool) -> None:
    name, points = cell.metadata["question"], cell.metadata.get("points")
    if f'check("{name}")' not in cell.source:
        raise CellError(cell, f'la cellule de cette question doit contenir check("{name}").')
    if graded and not _is_positive(points):
        raise CellError(cell, "il manque les points ; ajoutez une ligne « :points: 4 ».")
    if not graded and points is not None:
        raise CellError(
            cell, "les questions d'une leçon ne donnent pas de points ; retirez la ligne « :points: »."
        )


def _is_positive(points: Any) -> bool:
    return isinstance(points, int | float) and not isinstance(points, bool) and points > 0


def _expand(
    cell: NotebookNode,
    *,
    grade_id: str,
    points: float | None = None,
    solution: bool = False,
    locked: bool = False,
) -> None:
    worth = {} if points is None else {"points": points}
    cell.metadata["nbgrader"] = NotebookNode(
        schema_version=SCHEMA_VERSION,
        cell_type="code",
        grade=points is not None,
        grade_id=grade_id,
        locked=locked,
        solution=solution,
        task=False,
        **worth,
    )
