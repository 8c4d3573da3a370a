"""The sample class: submissions written from short answer files and the released notebook.

    python tests/samples/build.py TARGET

Each assignment has a folder here, for instance ex1_monitoring/:

    golden.json          every student: the status of the submission, and its points by question
    answers/STUDENT.py   the answers, each below a line « # %% QUESTION »; what is not there keeps the stub.
                         « # like: OTHER » takes the answers of another student for what is not there.
    raw/STUDENT.ipynb    handed in as it is, instead of a notebook made of answers
    beside/STUDENT/      files handed in beside the notebook
"""

import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent
RELEASE = SAMPLES.parent.parent / "notebooks"


def build(target: Path, assignment: str = "ex1_monitoring") -> list[str]:
    """Write the submissions of the class.

    Args:
        target: a course folder of nbgrader's: the class goes into TARGET/submitted/STUDENT/ASSIGNMENT/.
        assignment: the exercise.

    Returns:
        The students, in alphabetical order.
    """
    marks = golden(assignment)
    for student, mark in marks.items():
        folder = target / "submitted" / student / assignment
        folder.mkdir(parents=True, exist_ok=True)
        beside = SAMPLES / assignment / "beside" / student
        if beside.is_dir():
            shutil.copytree(beside, folder, dirs_exist_ok=True)
        if mark["status"] != "missing":
            (folder / f"{assignment}.ipynb").write_bytes(submission(student, assignment))
    return sorted(marks)


def golden(assignment: str = "ex1_monitoring") -> dict[str, dict]:
    """Return what each submission must get: ``status``, ``score`` and ``questions``, points by question."""
    return json.loads((SAMPLES / assignment / "golden.json").read_text(encoding="utf-8"))


def submission(student: str, assignment: str = "ex1_monitoring") -> bytes:
    """Return the content of a student's notebook."""
    raw = SAMPLES / assignment / "raw" / f"{student}.ipynb"
    if raw.is_file():
        return raw.read_bytes()
    notebook = answered(assignment, answers(student, assignment))
    EDITS.get(student, lambda notebook: None)(notebook)
    return as_bytes(notebook)


def answers(student: str, assignment: str = "ex1_monitoring") -> dict[str, str]:
    """Return a student's answers by question; none for the student who handed the release in untouched."""
    file = SAMPLES / assignment / "answers" / f"{student}.py"
    if not file.is_file():
        return {}
    head, own = read_answers(file)
    like = head.partition("# like: ")[2].strip()
    return {**(answers(like, assignment) if like else {}), **own}


def read_answers(file: Path) -> tuple[str, dict[str, str]]:
    """Return what stands above the first answer of a file, and the answers by question."""
    head, *parts = re.split(r"^# %% ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return head, {name.strip(): code.strip() for name, _, code in (part.partition("\n") for part in parts)}


def answered(assignment: str, given: dict[str, str]) -> dict:
    """Return the released notebook with the answers given, by question."""
    notebook = json.loads((RELEASE / assignment / f"{assignment}.ipynb").read_text(encoding="utf-8"))
    for cell in filter(_is_answer, notebook["cells"]):
        question = _grade_id(cell).removeprefix("reponse-")
        cell["source"] = given.get(question, cell["source"])
    return notebook


def as_bytes(notebook: dict) -> bytes:
    """Return the content of a notebook's file."""
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode()


def drop_cells(notebook: dict) -> None:
    """Leave no cell at all."""
    notebook["cells"] = []


def alter_checks(notebook: dict) -> None:
    """Cheat: rewrite the cells that mark, raise their points, double one and delete another."""
    marking = [cell for cell in notebook["cells"] if _is_marking(cell)]
    for cell in marking:
        cell["source"] = "assert True"
        cell["metadata"]["nbgrader"].update(points=100, locked=False)
    marking[0]["source"] = "100"
    notebook["cells"].append({**marking[1], "id": "encore"})
    notebook["cells"].remove(marking[2])
    notebook["metadata"]["grader"] = {"checks": {}, "answers": {}}


def forge_outputs(notebook: dict) -> None:
    """Cheat: write the outputs of a full mark, and send them again while the cells run."""
    for cell in filter(_is_marking, notebook["cells"]):
        points = cell["metadata"]["nbgrader"]["points"]
        cell["execution_count"] = 1
        cell["outputs"] = [_result(str(points)), _result("6 vérifications réussies sur 6")]
    for cell in filter(_is_answer, notebook["cells"]):
        cell["source"] += "\n\n" + FORGERY


FORGERY = '''\
import sys
from IPython.core import interactiveshell
from IPython.core.formatters import PlainTextFormatter

print("5.0")
sys.displayhook(5.0)
interactiveshell.InteractiveShell.run_cell = lambda self, source, *args, **kwargs: 5.0
PlainTextFormatter.__call__ = lambda self, value: "5.0"'''

EDITS: dict[str, Callable[[dict], None]] = {
    "nathan": drop_cells,
    "romain": alter_checks,
    "sofia": forge_outputs,
}


def _grade_id(cell: dict) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def _is_answer(cell: dict) -> bool:
    return cell["metadata"].get("nbgrader", {}).get("solution", False)


def _is_marking(cell: dict) -> bool:
    return cell["metadata"].get("nbgrader", {}).get("grade", False)


def _result(text: str) -> dict:
    return {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {"text/plain": text},
    }


def main() -> None:
    """Write the class into the folder given on the command line."""
    if len(sys.argv) != 2:
        raise SystemExit("usage: python tests/samples/build.py TARGET")
    print(*build(Path(sys.argv[1])), sep="\n")


if __name__ == "__main__":
    main()
