"""Cells merged and split.

As JupyterLab does it (its notebook actions, read in the installed bundle): a merge gives a new cell with a
new id, the type and the metadata of the active cell, and sources joined by an empty line; a split gives the
metadata to both parts and the id to the last one. Cells that are not editable take no part, which VS Code and
Colab do not know; VS Code leaves the metadata to one part only.
"""

import itertools

from foreign.cells import (
    Cell,
    answer,
    answers,
    cell,
    checks,
    code,
    code_cells,
    copied,
    place,
    put_above,
    put_below,
    remove,
    text,
)
from foreign.kind import EVERY, Notebook, keeps, loses


def merge(notebook: Notebook, active: Cell, *others: Cell) -> Cell:
    """Merge cells into one that takes the place, the type and the metadata of the active one; return it."""
    taken = [one for one in notebook["cells"] if any(one is other for other in (active, *others))]
    merged = copied(active, source="\n\n".join(one["source"] for one in taken))
    put_above(notebook, taken[0], merged)
    remove(notebook, *taken)
    return merged


def split(notebook: Notebook, whole: Cell, *starts: str, keep: bool) -> None:
    """Split a cell before each of ``starts``; ``keep`` says whether all parts have the metadata."""
    source = whole["source"]
    bounds = [0, *(source.index(start) for start in starts), len(source)]
    parts = [source[begin:end].strip("\n") for begin, end in itertools.pairwise(bounds)]
    fronts = [copied(whole, source=part) for part in parts[:-1]]
    put_above(notebook, whole, *fronts)
    whole["source"] = parts[-1]
    if not keep:
        for part in [*fronts[1:], whole]:
            part["metadata"] = {}


@loses("answer merged into the statement above", "latence")
def into_statement(notebook: Notebook) -> None:
    merge(notebook, cell(notebook, "question-1"), answer(notebook, "latence"))


@loses(
    "statement merged into the answer below: no Python any more", "latence|Question 1|temps de réponse|## 1"
)
def statement_into_answer(notebook: Notebook) -> None:
    merge(notebook, answer(notebook, "latence"), cell(notebook, "question-1"))


@loses("the text « Essayez » merged into the answer", "latence|def timed_get")
def text_into_answer(notebook: Notebook) -> None:
    merge(notebook, answer(notebook, "latence"), cell(notebook, "texte-1"))


@keeps("answer and the cell that tries it merged")
def answer_with_trial(notebook: Notebook) -> None:
    remove(notebook, cell(notebook, "texte-1"))
    merge(notebook, answer(notebook, "latence"), cell(notebook, "essayer-latence"))


@keeps("check merged into the answer", "latence")
def check_into_answer(notebook: Notebook) -> None:
    remove(notebook, cell(notebook, "texte-1"), cell(notebook, "essayer-latence"))
    merge(notebook, answer(notebook, "latence"), cell(notebook, "latence"))


@keeps("answer merged into its check", "latence")
def answer_into_check(notebook: Notebook) -> None:
    remove(notebook, cell(notebook, "texte-1"), cell(notebook, "essayer-latence"))
    merge(notebook, cell(notebook, "latence"), answer(notebook, "latence"))


@keeps("answer merged into its check, whose metadata is lost")
def answer_into_bare_check(notebook: Notebook) -> None:
    answer_into_check(notebook)
    for one in notebook["cells"]:
        if one["source"].endswith('check("latence")'):
            one["metadata"] = {}


@keeps("check merged into the next statement: text now")
def check_into_statement(notebook: Notebook) -> None:
    merge(notebook, cell(notebook, "question-2"), cell(notebook, "latence"))


@keeps("two checks merged into the first", "un-service")
def two_checks(notebook: Notebook) -> None:
    merge(notebook, cell(notebook, "un-service"), cell(notebook, "plusieurs-services"))


@keeps("imports merged into the starting cell")
def imports_into_start(notebook: Notebook) -> None:
    remove(notebook, cell(notebook, "services-de-demonstration"))
    merge(notebook, cell(notebook, "demarrer"), cell(notebook, "imports"))


@keeps("imports merged into the first answer")
def imports_into_answer(notebook: Notebook) -> None:
    remove(notebook, cell(notebook, "question-1"))
    merge(notebook, answer(notebook, "latence"), cell(notebook, "imports"))


@loses("imports merged into the statement below: text now", "imports|import hashlib")
def imports_into_statement(notebook: Notebook) -> None:
    merge(notebook, cell(notebook, "question-1"), cell(notebook, "imports"))


@keeps("two answers merged into the first")
def two_answers(notebook: Notebook) -> None:
    merge(notebook, answer(notebook, "un-service"), answer(notebook, "plusieurs-services"))


@loses("two answers merged into the second", "un-service")
def two_answers_late(notebook: Notebook) -> None:
    first, second = answer(notebook, "un-service"), answer(notebook, "plusieurs-services")
    second["source"] = first["source"] + "\n\n" + second["source"]
    remove(notebook, first)


@keeps("all answers in the first answer's cell", of=EVERY)
def all_answers_first(notebook: Notebook) -> None:
    merge(notebook, *answers(notebook))


@loses("all answers in the last answer's cell", "latence", "un-service", "alerte", "changements")
def all_answers_last(notebook: Notebook) -> None:
    *others, last = answers(notebook)
    last["source"] = "\n\n".join(one["source"] for one in [*others, last])
    remove(notebook, *others)


@keeps("all code in one new cell, checks too")
def one_cell(notebook: Notebook) -> None:
    kept = [cell(notebook, "demarrer"), cell(notebook, "imports"), *answers(notebook), *checks(notebook)]
    notebook["cells"] = [code("\n\n".join(one["source"] for one in kept))]


@keeps("answer split between its functions, as JupyterLab does")
def split_in_lab(notebook: Notebook) -> None:
    split(notebook, answer(notebook, "un-service"), "def check_service", keep=True)


@keeps("answer split between its functions, as VS Code does")
def split_in_vscode(notebook: Notebook) -> None:
    split(notebook, answer(notebook, "un-service"), "def check_service", keep=False)


@keeps("answer split, its second part above the first")
def split_and_swapped(notebook: Notebook) -> None:
    helper = code(answer(notebook, "un-service")["source"].partition("\n\n\n")[0])
    split(notebook, answer(notebook, "un-service"), "def check_service", keep=True)
    remove(notebook, notebook["cells"][place(notebook, answer(notebook, "un-service")) - 1])
    put_below(notebook, answer(notebook, "un-service"), helper)


@loses("answer split in three inside its class", "changements|class Monitor|def run_once")
def split_in_class(notebook: Notebook) -> None:
    split(notebook, answer(notebook, "changements"), "    def __init__", "    def run_once", keep=True)


@loses("answer split inside its function, as VS Code does", "latence|Indentation|reponse = ")
def split_in_function(notebook: Notebook) -> None:
    split(notebook, answer(notebook, "latence"), "    reponse = ", keep=False)


@keeps("every answer split at its empty lines")
def split_everywhere(notebook: Notebook) -> None:
    for one in answers(notebook):
        parts = one["source"].split("\n\n\n")
        put_above(notebook, one, *(copied(one, source=part) for part in parts[:-1]))
        one["source"] = parts[-1]


@keeps("imports split line by line")
def split_imports(notebook: Notebook) -> None:
    imports = cell(notebook, "imports")
    put_above(notebook, imports, *(code(line) for line in imports["source"].splitlines()))
    remove(notebook, imports)


@keeps("check split: an empty cell with its metadata, and the call without")
def split_check(notebook: Notebook) -> None:
    check = cell(notebook, "latence")
    put_above(notebook, check, copied(check, source=""))
    check["metadata"] = {}


@keeps("text between all code cells deleted, then all code cells of a question merged")
def question_in_one(notebook: Notebook) -> None:
    notebook["cells"] = code_cells(notebook)
    merge(notebook, answer(notebook, "alerte"), cell(notebook, "essayer-alerte"), cell(notebook, "alerte"))


@keeps("text merged with text")
def texts(notebook: Notebook) -> None:
    merge(notebook, cell(notebook, "exercice-1-monitoring-d-api"), cell(notebook, "regles"))
    notebook["cells"].insert(0, text("Mon nom : Alice"))
